package demo

import "casebook/internal/casefile"

// The stories of people who complain, or only want to know something.
var complaintStories = []story{
	{
		kinds: []casefile.Kind{casefile.Complaint}, where: atSchool, shape: plain, address: true,
		subject: "Complaint: [report sent to the wrong family|{child}'s report in a stranger's hands]",
		text: `I wish to make a formal complaint about how {client} handles personal data. {child}'s end-of-term report, with remarks about a medical condition, was sent to the parents of another child in {year}. They were decent enough to ring us. From the school we have heard nothing at all.

I want to know how this happened, what you are going to do so that it cannot happen again, and I expect an apology.`,
	},
	{
		kinds: []casefile.Kind{casefile.Complaint}, where: atCompany, shape: htmlOnly,
		subject: "[Very unhappy|Not good enough]: my details were passed on",
		text:    `I am complaining about {client}. When I gave you my mobile number it was for the day of the course only. Since {month} I get calls from a recruitment agency that says it has the number from you. This is a misuse of my personal data and I want it investigated properly. Please tell me your complaints procedure as well.`,
	},
	{
		kinds: []casefile.Kind{casefile.Complaint, casefile.Access}, where: atSchool, shape: plain,
		subject: "[I am appalled|Formal complaint] about the office at {client}",
		text: `Where do I begin. I rang [four|five|six] times about {child}'s exam concession and each time somebody read out loud, in a full waiting room, what was on the screen, diagnosis and all. {teacher} shrugged when I raised it. I consider this a serious breach of confidence and I am complaining about it under the data protection rules.

And so that I can see for myself what is on that screen: let me have a copy of everything you hold about {child} and about me. Then answer my complaint in writing.`,
	},
	{
		kinds: []casefile.Kind{casefile.Complaint}, where: atSchool, shape: forwardApple,
		subject: "Complaint about [cameras by the changing rooms|the new cameras]",
		text:    `There are now cameras in the corridor outside the changing rooms. No letter was sent round, there is no sign, and {child} has stopped going to PE. I complain about this surveillance and ask {client} to take it up as a data protection complaint. If I am not satisfied I shall go to the Information Commissioner.`,
		note:    "The head has asked me to send you this.",
	},
	{
		kinds: []casefile.Kind{casefile.Complaint}, where: atCompany, shape: base64Text,
		subject: "My data request was [ignored|never answered]",
		text:    `I asked {client} for my data in {month}. All I got was an automatic message. More than two months have passed, nobody picks up the phone, and your website says that requests are answered within a month. I am making a complaint about the way in which you have dealt with my request. Please have it looked at by somebody who was not involved.`,
	},
	{
		kinds: []casefile.Kind{casefile.Complaint}, where: atSchool, shape: alternative,
		subject: "[Who gave {other} our address?|Our address was given out]",
		text:    `The school office told {other} where we live now. There are good reasons why we moved, and {teacher} knew them. I want this treated as a complaint against {client} about the disclosure of our personal data, with a written answer, please, and soon.`,
	},
	{
		kinds: []casefile.Kind{casefile.Enquiry}, where: atSchool, shape: plain,
		subject: "How long do you keep [admission papers|exam scripts]?",
		text:    `A quick question rather than anything formal: for how long does {client} keep [admission papers|exam scripts|visitors' books], and is there a privacy notice for parents that says so? I could not find one on the website.`,
	},
	{
		kinds: []casefile.Kind{casefile.Enquiry}, where: atCompany, shape: quotedPrintable,
		subject: "Question about [cookies|where the servers are]",
		text:    `Before our school signs up with {client} our governors would like to know in which country the children's data is stored and which firms you use as processors. Can you point me to a document about it? There is no hurry.`,
	},
}
