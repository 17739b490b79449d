package demo

import "casebook/internal/casefile"

// The stories of people who want something stopped or looked at by a person.
var stopStories = []story{
	{
		kinds: []casefile.Kind{casefile.Objection}, where: atSchool, shape: plain,
		subject: "Objection to [the learning analytics|profiling of {child}]",
		text:    `We have read that {client} feeds marks and log-in times into a programme that predicts how each pupil will do. I object to {child}'s data being processed for this purpose. Our reasons: {child} has been ill for most of the year and the forecast is used to pick who gets extra lessons. Please stop and tell us that you have.`,
	},
	{
		kinds: []casefile.Kind{casefile.Objection}, where: atCompany, shape: quotedPrintable,
		subject: "I object to my data being used for research",
		text:    `You say that you have a legitimate interest in using members' assessments for your statistics. I object. What I wrote at {client} about the children in my care was never meant for that, and in a village school of [thirty|forty] pupils even "anonymous" figures point to one person. Please cease this use of my data.`,
	},
	{
		kinds: []casefile.Kind{casefile.Objection}, where: atSchool, shape: forwardGmail,
		subject: "We don't want {child}'s details passed to [the reading study|the uniform shop]",
		text:    `We object to {client} handing {child}'s name and class to people outside the school who have no need of it. Nobody asked us, and we are private people. You say it is in the public interest; in our family's situation it is not. Please leave us out of it from now on.`,
		note:    "FYI - can you deal with this one please?",
	},
	{
		kinds: []casefile.Kind{casefile.AutomatedDecision}, where: atCompany, shape: plain,
		subject: "[Refused by a computer|My application was turned down within seconds]",
		text:    `I applied for [the licensed practitioner scheme|an instalment plan] on your website and was refused before I could put the kettle on. That can only have been decided automatically. I want a human being at {client} to look at my application again, I want to explain my side, and I want to know on what grounds the system said no. Customer number {number}.`,
	},
	{
		kinds: []casefile.Kind{casefile.AutomatedDecision}, where: atSchool, shape: htmlOnly,
		subject: "How was {child} put into [set 4|the lower set]?",
		text:    `At the open evening {teacher} told us that the sets for {year} are made by a computer programme and that no teacher goes over the list. We contest this decision about {child}, which was based solely on automated processing. We ask {client} to have a member of staff review it and to hear us first.`,
	},
	{
		kinds: []casefile.Kind{casefile.ConsentWithdrawal}, where: atSchool, shape: plain,
		subject: "[Fingerprint scanner in the canteen|Biometrics at lunch]",
		text:    `Last year we agreed that {child} may pay for lunch by fingerprint. We have changed our minds and withdraw our consent with immediate effect. Please see to it that {child} gets a card or a PIN instead, and that {client} no longer uses the print.`,
	},
	{
		kinds: []casefile.Kind{casefile.ConsentWithdrawal}, where: atCompany, shape: latin1,
		subject: "I withdraw my consent [to the survey|to the case study]",
		text:    `In {month} I ticked a box that allowed {client} to follow my class for a case study. I now withdraw this consent. Please don't use my answers – or my résumé, which your colleague kept – any further. I gather from your leaflet that this is as easy as writing to you.`,
	},
	{
		kinds: []casefile.Kind{casefile.MarketingOptOut}, where: atCompany, shape: plain,
		subject: "[STOP|Enough|Take me off the list]",
		text:    `[Three|Five|Seven] e-mails in one week about your conference! I have clicked on unsubscribe every time. Please take {email} off every marketing list that {client} has and do not send me any more advertising.`,
	},
	{
		kinds: []casefile.Kind{casefile.MarketingOptOut}, where: atCompany, shape: alternative,
		subject: "No more promotional e-mail please",
		text:    `I am happy to hear about bookings that I have made. But I do not wish to get newsletters, special offers or anything of that sort from {client} or its sister companies. Kindly note that I opt out of direct marketing, by e-mail and by telephone.`,
	},
	{
		kinds: []casefile.Kind{casefile.MarketingOptOut}, where: anywhere, shape: quotedPrintable,
		subject: "text messages to {phone}",
		text:    `Somebody keeps texting me on {phone} about [holiday clubs|summer schools|webinars] in the name of {client}. I never asked for that. Stop using my number for marketing.`,
	},
	{
		kinds: []casefile.Kind{casefile.Objection, casefile.MarketingOptOut}, where: atCompany, shape: plain, address: true,
		subject: "[Two objections|Objection and unsubscribe]",
		text: `1. I object to {client} keeping a profile of which pages I look at and guessing from it what I might buy. You rely on legitimate interests for that; in my situation, as a foster carer, I need my privacy more than you need my clicks.

2. Independently of that, please stop all direct marketing to me, on paper too. The catalogue goes straight into the bin.`,
	},
}
