package demo

import "casebook/internal/casefile"

// The stories of people who want data corrected, deleted, frozen or handed over.
var changeStories = []story{
	{
		kinds: []casefile.Kind{casefile.Rectification}, where: atSchool, shape: plain, address: true,
		subject: "Wrong [date of birth|address|surname] on {child}'s record",
		text:    `The contact sheet that {child} brought home from {client} has [our old address, {oldstreet},|the wrong date of birth and our old address, {oldstreet},] on it. We moved more than a year ago. Please correct the record and make sure that whoever you share it with gets the right details too. The correct address is below.`,
	},
	{
		kinds: []casefile.Kind{casefile.Rectification}, where: atCompany, shape: latin1,
		subject: "Training record is [inaccurate|not right]",
		text:    `Your certificate page at {client} says that I failed the second day of the practitioner course in {month} and still owe £85. Neither is true: I passed, and the £85 was paid at the café desk – sorry, reception – on the day. Please put my training record right and send me confirmation that the mistake has gone.`,
	},
	{
		kinds: []casefile.Kind{casefile.Rectification}, where: atSchool, shape: htmlOnly,
		subject: "{child}'s allergy information needs correcting",
		text: `According to the kitchen list {child} is allergic to [eggs|sesame|milk]. That is a mix-up with another child in {year}; {child} has no allergies at all but does carry an inhaler, which the list leaves out.

Would you please have this amended at {client} as soon as you can? It matters.`,
	},
	{
		kinds: []casefile.Kind{casefile.Erasure}, where: atCompany, shape: plain,
		subject: "[Please delete my account|Closing my account - remove my details]",
		text:    `I have not used {client} since {month} and see no reason why you should keep my name, e-mail address and [dietary requirements|mobile number]. Please delete my account and erase all the information connected with it, and write back when that has been done.`,
	},
	{
		kinds: []casefile.Kind{casefile.Erasure}, where: atSchool, shape: quotedPrintable,
		subject: "Photographs of {child} on the website",
		text: `{child} left {client} in the summer, yet [two|three|four] photographs from sports day are still on the website with the name underneath. We would like them removed, and the originals deleted from the school's drives as well.

[I attach nothing because I do not want to spread them further.|You will find them under "{year} in action".]`,
	},
	{
		kinds: []casefile.Kind{casefile.Erasure}, where: atSchool, shape: forwardAttached,
		subject: "Deleting an unsuccessful application",
		text:    `We applied for a place for {child} in {year} and in the end chose a different school. There is no need for {client} to hold on to our application form, the medical questionnaire and the copies of our passports. Kindly destroy them and confirm that you have.`,
		note:    "[Please see the attached e-mail from a parent.|Attached is something we had a little while ago. Could you advise?]",
	},
	{
		kinds: []casefile.Kind{casefile.Restriction}, where: atSchool, shape: plain,
		subject: "Do not use the [behaviour|attendance] data until it has been checked",
		text:    `We dispute what the behaviour system says about {child} for the week of the residential trip: {child} was at home with a broken wrist. Until you have looked into it we ask {client} to restrict the use of those entries. Keep them if you must, but nobody should rely on them, least of all for the {year} reports.`,
	},
	{
		kinds: []casefile.Kind{casefile.Restriction}, where: atCompany, shape: alternative,
		subject: "Please [freeze|put on hold] my data - {number}",
		text:    `I understand that my records with {client} are due to be deleted soon. I need them for a claim against a former employer. Would you please not delete them, but restrict the processing so that they are stored and used for nothing else? My solicitor will be in touch about copies later.`,
	},
	{
		kinds: []casefile.Kind{casefile.Portability}, where: atCompany, shape: plain,
		subject: "[Moving my data to another provider|Export of my profile]",
		text:    `I am changing to another training provider and want to take my data with me. Please give me the profile, the courses and the assessments I entered at {client} in a [CSV or JSON file|structured, machine-readable format], or transfer them directly to the new provider if that is possible for you.`,
	},
	{
		kinds: []casefile.Kind{casefile.Portability}, where: atSchool, shape: base64Text,
		subject: "Portable copy from the [payments|dinner money] account",
		text:    `We use the online payments account for {child}'s dinners and trips at {client}. As we are moving to {town} I should like the data we typed in over the years in a portable, machine-readable form, so that it can be loaded into the new school's system. A spreadsheet file would do.`,
	},
	{
		kinds: []casefile.Kind{casefile.Rectification, casefile.Restriction}, where: atSchool, shape: htmlOnly, address: true,
		subject: "{childfull}: contact list is wrong and should not be used",
		text: `[My former husband|My former wife] is still listed as first emergency contact for {child}, with a telephone number that was never right. Please correct this: I am the first contact, on {phone}.

Until {client} has corrected it, please stop using that entry altogether. I do not want anyone to ring that number again in the meantime.`,
	},
	{
		kinds: []casefile.Kind{casefile.ConsentWithdrawal, casefile.Erasure}, where: atSchool, shape: withDOCX, file: "Einverständnis – withdrawn.docx",
		subject: "Consent for pictures withdrawn, please delete what there is",
		text: `In {month} I signed the form that lets {client} use pictures of {child}. I hereby withdraw that consent. The form is attached, crossed out and signed again.

Please also delete the pictures that you already have of {child}, on the server and in the press folder.`,
	},
}
