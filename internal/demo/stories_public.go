package demo

import "casebook/internal/casefile"

// The stories that are under laws of their own: breaches, requests to public
// authorities, and a parent's right to the educational record.
var publicStories = []story{
	{
		kinds: []casefile.Kind{casefile.Breach}, where: atSchool, shape: plain,
		subject: "[Laptop gone|A laptop was stolen]: what do we do",
		text:    `I work in the office at {client}. My colleague left a laptop with the {year} register on it in a [taxi|café] last night and it was gone when she rang. It has a password, but I do not know whether the disk is encrypted. Whom do we have to tell, and by when?`,
	},
	{
		kinds: []casefile.Kind{casefile.InformationRequest}, where: atSchool, shape: alternative,
		subject: "Freedom of Information: [supply teachers|agency staff]",
		text:    `Under the Freedom of Information Act, please tell me how much {client} spent on [supply teachers|agency staff] in each of the last three school years, and with which firms. An answer by e-mail will do.`,
	},
	{
		kinds: []casefile.Kind{casefile.EducationRecord}, where: atSchool, shape: quotedPrintable, address: true,
		subject: "{child}'s educational record",
		text:    `We are moving to {town} and the new school asks what {child} has done so far. As a parent I have the right to see the educational record within fifteen school days, and I should like to come to {client} to do so. I can be there any morning.`,
	},
}
