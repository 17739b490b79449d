package desk

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/message"
)

// Attachment returns an attachment of a message with its content, by its
// number: 1 is the first of [casefile.Message.Attachments]. One that would run
// something when it is opened is refused; it is still within the raw bytes.
func (r *Records) Attachment(ctx context.Context, id string, n int) (casefile.Attachment, []byte, error) {
	raw, err := r.Raw(ctx, id)
	if err != nil {
		return casefile.Attachment{}, nil, err
	}
	a, content, ok := message.Attachment(raw, n-1)
	if !ok {
		return a, nil, &casefile.Error{
			Kind: casefile.NotFound, Field: "attachment", What: "The message has no attachment of that number.",
			Do: "List them with casebook message ID --attachments.",
		}
	}
	if a.Dangerous {
		return a, nil, &casefile.Error{
			Kind: casefile.Refused, Field: "attachment",
			What: "This attachment could run a program or load things from elsewhere when it is opened, so it is neither opened nor saved.",
			Do:   "Ask the sender for a PDF or a picture, or hand the raw message to whoever looks after your computers.",
		}
	}
	return a, content, nil
}
