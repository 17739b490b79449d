package triage_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/triage"
)

// Somebody who is mentioned is not somebody who is acted for: what counts is
// whose data is asked for.
func TestWhoseData(t *testing.T) {
	const self = casefile.Self
	for _, test := range []struct {
		text     string
		relation casefile.Relation
		name     string
	}{
		// Mentioned in passing.
		{"My colleague told me that you keep a file on everybody. Please send me mine: all the data you hold about me.", self, ""},
		{"My colleague Dana Pike suggested I write to you. I would like a copy of my personnel file.", self, ""},
		{"I would like my training records. My friend says you keep them for six years.", self, ""},
		{"My husband and I would like to know what you hold about us.", self, ""},
		{"My wife got the same newsletter. Stop sending me marketing emails.", self, ""},
		{"A neighbour read my letter because it went to the wrong house. My neighbour opened it. I want to complain about how my data was handled.", self, ""},
		{"I look after the children in my care every day and you still have the wrong address for me. Please correct my record.", self, ""},
		{"As a foster carer I attended your training in May. Please erase my booking details.", self, ""},
		{"I am a foster carer with your agency and I request access to my own assessment and the notes about me.", self, ""},
		{"As a parent I was photographed at the summer fair. Please delete the pictures of me.", self, ""},
		{"I'm a social worker and used your portal. Please close my account and delete my data.", self, ""},
		{"I teach at the school. My son goes there too. I want a copy of my HR file.", self, ""},
		{"My daughter uses this address as well, so write to me by post. I want to see everything you hold about me.", self, ""},
		{"My trade union told me I have a right to this. Please send my disciplinary records.", self, ""},
		{"My union rep says I should ask for my personnel file, so please send it.", self, ""},
		{"Your solicitor, acting for the school, sent my statement to a stranger. I wish to complain.", self, ""},
		{"A company acting on behalf of the trust rang me about my account. Please delete my number.", self, ""},
		{"I was instructed by my manager to write here. Please give me a copy of my emails and my appraisal records.", self, ""},
		{"My mother's neighbour works in your office. Please tell me who looked at my file.", self, ""},
		{"I am a parent governor. Send me the data you hold on me.", self, ""},
		{"My partner left the company last year. I still work there and want my payroll information.", self, ""},
		{"My colleagues and I were filmed. Please send me the footage of me.", self, ""},
		{"My son's report came late, but that is not why I write. Please send me a copy of my own data.", self, ""},
		{"I am writing as an advocate of open government. Please unsubscribe me and delete my details.", self, ""},
		{"On behalf of everybody in the office, thank you. Could you also send me my training record?", self, ""},
		// Acted for.
		{"I am a foster carer. Please send me the file of the child placed with me.", casefile.Carer, ""},
		{"As foster carers we ask for the school records of the two children in our care.", casefile.Carer, ""},
		{"I'm the foster carer for Leon Field. I need his medical information and his EHCP.", casefile.Carer, "Leon Field"},
		{"Our foster son, Amir Khan, has left your school. Please send his file.", casefile.Carer, "Amir Khan"},
		{"The children in my care were at your nursery until July. I would like copies of their records.", casefile.Carer, ""},
		{"I am a social worker. Please provide the attendance records for the boy in my care.", casefile.Carer, ""},
		{"As his support worker I would like to see the notes you keep about him.", casefile.Carer, ""},
		{"My colleague Dana Pike has asked me to write. I act for her: please send her personnel file.", casefile.Representative, "Dana Pike"},
		{"Please send me my colleague's disciplinary file; her signed consent is attached.", casefile.Representative, ""},
		{"I am writing on behalf of my mother, Edith Moss, who would like to see her records.", casefile.Representative, "Edith Moss"},
		{"My mum can't write any more. Please send her file to me.", casefile.Representative, ""},
		{"I hold power of attorney for my father and request a copy of his data.", casefile.Representative, ""},
		{"I am Dana Pike's union representative and request a copy of her file.", casefile.Representative, "Dana Pike"},
		{"Delete my husband from your mailing list, please.", casefile.Representative, ""},
		{"What information do you hold about my wife Ana Silva?", casefile.Representative, "Ana Silva"},
		{"Please send me everything you hold on my daughter Aoife Byrne.", casefile.Parent, "Aoife Byrne"},
		{"I want the pictures of my children taken off your website.", casefile.Parent, ""},
		{"My son started in September. Could I have his assessment results?", casefile.Parent, ""},
		{"Jan's mother here. I am Jan's mother. Please let me see his file.", casefile.Parent, "Jan"},
		{"I object to my daughter being photographed at school.", casefile.Parent, ""},
		{"I have parental responsibility for Mia Cole and request her educational record.", casefile.Parent, "Mia Cole"},
		{"Please send me my file and my son's file.", casefile.Parent, ""},
		{"My sons records are wrong. Please correct them.", casefile.Parent, ""},
		{"Subject access request for my child. My address is 1 High Street.", casefile.Parent, ""},
		{"We act for Mrs Helen Ware. Please disclose all documents in which she is named.", casefile.Solicitor, "Mrs Helen Ware"},
		{"Our client, Mr Paul Dent, requests a copy of his personnel file.", casefile.Solicitor, "Mr Paul Dent"},
		{"We are instructed by Tom Hale. A signed authority is enclosed. Please let us have his records.", casefile.Solicitor, "Tom Hale"},
		{"I represent a former pupil. My client would like to see her file.", casefile.Solicitor, ""},
		// More of both.
		{"My childminder and I fell out. Please send me whatever you have on me.", self, ""},
		{"My sister works in your kitchen, so I know you read my emails. I want them erased.", self, ""},
		{"Two of my colleagues have left because of the cameras. I object to the filming of my desk.", self, ""},
		{"Our children have grown up and gone. I was a volunteer and want my DBS record deleted.", self, ""},
		{"I'm a mum of three and very busy, so please just delete my account.", self, ""},
		{"I am a guardian angel volunteer. Kindly remove my photograph from the leaflet.", self, ""},
		{"A friend of my brother saw my medical notes on your desk. This is a complaint.", self, ""},
		{"I was acting for a colleague who was ill, and my pay was wrong. Please correct my payroll record.", self, ""},
		{"Having children in my care all week I missed your call. Which information do you hold on me?", self, ""},
		{"As a carer for my mother I get a discount; your system lost it. Please put my details right.", self, ""},
		{"My members keep asking about your rules. How long do you keep invoices?", self, ""},
		{"As a foster parent I am writing about Kayla Dunn, who lives with us. Please send her school reports.", casefile.Carer, ""},
		{"I foster a boy of nine. As his carer I would like the safeguarding notes about him.", casefile.Carer, ""},
		{"I'd like copies of all reports concerning the young child in my care.", casefile.Carer, ""},
		{"Please correct my grandson's date of birth in your register.", casefile.Parent, ""},
		{"It's about our youngest. Could you erase the fingerprints you took of him?", casefile.Parent, ""},
		{"I write on behalf of my neighbour Mr Otto Lang. He wants his tenancy records.", casefile.Representative, "Mr Otto Lang"},
		{"My uncle has dementia. I have power of attorney for him. Please send me his records.", casefile.Representative, ""},
		{"We represent Ms Joy Reed and attach a form of authority. Kindly disclose her file.", casefile.Solicitor, "Ms Joy Reed"},
	} {
		p := rules(t).Propose(casefile.Message{From: casefile.Address{Name: "Robin Ash", Email: "r@mail.example"}, Text: test.text}, received, known(triage.Cases{}))
		if p.Subject.Relation != test.relation || p.Subject.Name != test.name {
			t.Errorf("%s\n\tgot %q %q, want %q %q", test.text, p.Subject.Relation, p.Subject.Name, test.relation, test.name)
		}
	}
}
