package casefile_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"

	"pgregory.net/rapid"
)

// anyPayload is a payload of any shape.
type anyPayload struct{ value any }

func (anyPayload) EventType() (string, int) { return "test", 1 }

func (p anyPayload) MarshalJSON() ([]byte, error) { return json.Marshal(p.value) }

// object is an object whose keys are written as they come, also twice.
type object []struct {
	Key   string
	Value any
}

func (o object) MarshalJSON() ([]byte, error) {
	out := []byte("{")
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		pair, err := json.Marshal([]any{m.Key, m.Value})
		if err != nil {
			return nil, err
		}
		key, err := json.Marshal(m.Key)
		if err != nil {
			return nil, err
		}
		value := pair[len(key)+2 : len(pair)-1] // behind [ key ,
		out = append(append(append(out, key...), ':'), value...)
	}
	return append(out, '}'), nil
}

func anyValue(depth int) *rapid.Generator[any] {
	scalars := []*rapid.Generator[any]{
		rapid.String().AsAny(), rapid.StringMatching(`[a-c<&"\\ ]{0,4}`).AsAny(), rapid.Int64().AsAny(),
		rapid.Float64Range(-1e30, 1e30).AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil),
	}
	if depth == 0 {
		return rapid.OneOf(scalars...)
	}
	key := rapid.OneOf(rapid.StringMatching(`[a-c !#]{0,3}`), rapid.String())
	inside := anyValue(depth - 1)
	objects := rapid.Custom(func(t *rapid.T) object {
		o := make(object, rapid.IntRange(0, 5).Draw(t, "members"))
		for i := range o {
			o[i].Key, o[i].Value = key.Draw(t, "key"), inside.Draw(t, "value")
		}
		return o
	})
	return rapid.OneOf(append(scalars, rapid.SliceOfN(inside, 0, 4).AsAny(), objects.AsAny(), objects.AsAny())...)
}

// Whatever the data of an event is, it is written as what was read of JSON is
// written again: its keys in order.
func TestDataIsCanonical(t *testing.T) {
	stream := casefile.Stream{Kind: casefile.CaseStream, ID: "c"}
	on := civil.At(time.Date(2026, time.October, 6, 9, 0, 0, 0, time.UTC))
	check := func(t interface{ Fatal(...any) }, p casefile.Payload) {
		plain, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		e, err := casefile.NewEvent(stream, on, p)
		if err != nil {
			t.Fatal(err)
		}
		if want := readAndWritten(t, plain); !bytes.Equal(e.Data, want) {
			t.Fatal("got", string(e.Data), "want", string(want))
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, anyPayload{anyValue(3).Draw(t, "value")}) })
	at := casefile.Copy{Account: "a", Folder: "INBOX", UID: 4, InternalDate: time.Unix(1, 0).UTC()}
	check(t, &casefile.MessageReceived{SHA256: "ab", Size: 3, Copy: at})
}

func readAndWritten(t interface{ Fatal(...any) }, data []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
