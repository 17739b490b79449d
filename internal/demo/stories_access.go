package demo

import "casebook/internal/casefile"

// The stories of people who ask to see what is held.
var accessStories = []story{
	{
		kinds: []casefile.Kind{casefile.Access}, where: atSchool, shape: plain, address: true,
		subject: "[Subject access request|Request for records] - {childfull}",
		text: `I am the [mother|parent|guardian] of {childfull}, who is in {year} at {client}. [Please send me|I would like to receive] a copy of all the personal information the school holds about {child}, including the pupil file, behaviour log and any e-mails between staff that mention {child} by name.

[{child} knows that I am asking and is happy with it.|I have parental responsibility and can show you the birth certificate if you need it.]`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atCompany, shape: plain,
		subject: "[Copy of my data|What do you hold on me?] - booking {number}",
		text: `I went on two of your training days and booked through the {client} website, customer number {number}. Under the data protection rules I am entitled to [see|have a copy of] everything you hold about me. That means my booking history, notes made about me by your trainers, call recordings and whatever was passed on to other companies.

[An electronic copy is fine.|Please e-mail it rather than post it.]`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atSchool, shape: htmlOnly,
		subject: "My old school records",
		text: `I left {client} in [2016|2018|2019|2021] and am now applying for [a nursing course|an apprenticeship|citizenship]. Could you let me have copies of the records you still keep about me? I am after my attendance, reports and anything from the SEN department in particular.

I was known then under the same name and lived at {oldstreet}.`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atSchool, shape: withPDF, file: "Signed authority.pdf",
		subject: "Our client: {former} - request for disclosure of personal data",
		text: `We act for {former}, formerly a pupil of {client}, and enclose our client's signed authority.

On our client's behalf we make a subject access request for all personal data you process about our client, including accident book entries from {month} onwards, first aid records and correspondence with the local authority. Please confirm receipt and tell us when we may expect the material.

{solicitor}`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atSchool, shape: forwardOutlook,
		subject: "Request for {child}'s file",
		text:    `After the meeting with {teacher} I want to see everything that has been written down about {child} since {month}. Please send me copies of the safeguarding notes, the incident reports and the minutes of that meeting. I understand I have a right to them.`,
		note:    "[This came to the office inbox. Passing on as I think it is one for you.|Sorry for the delay, I have been off. Please see below from a parent.]",
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atCompany, shape: plain,
		subject: "[my info|info please|data]",
		text:    `i had an account with {client} a long time ago under a different e-mail address that i cant get into any more. please send all the data you have about me to this address instead. i dont remember the customer number but you will find me under my name`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atSchool, shape: plain,
		subject: "CCTV [footage|pictures] from the car park",
		text: `On a [Tuesday|Thursday] afternoon in {month} my car was scraped while I was visiting {client} for parents' evening. I was wearing a [red|green|yellow] coat and parked by the bicycle shed at about ten past five.

Please let me have the CCTV footage in which I can be seen. I know that you may have to blur other people.`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atCompany, shape: base64Text,
		subject: "Запит / request for a copy of personal data",
		text:    `I am writing from abroad, so please excuse my English. I was a member of {client} as a [teaching assistant|school counsellor] until {month}. I request a copy of my personal data: profile, assessments I wrote under my name, messages, and who has received my details. You can answer in English.`,
	},
	{
		kinds: []casefile.Kind{casefile.Access}, where: atSchool, shape: broken,
		subject: "Access request from a former member of staff",
		text:    `I worked as a [lunchtime supervisor|cover teacher|caretaker] at {client} and left in {month}. I should like a copy of my personnel file, including references given and received and the notes of my return-to-work interviews.`,
	},
	{
		kinds: []casefile.Kind{casefile.Access, casefile.Erasure}, where: atCompany, shape: alternative,
		subject: "Show me, then delete me - {number}",
		text: `Two things, please. First, send me a copy of all the personal data that {client} keeps under customer number {number}. Secondly, once I have had that copy, erase the lot: I no longer work in education and do not want to be on your books.

[Please do them in that order!|If anything has to stay for the tax people, tell me what and for how long.]`,
	},
}
