package desk_test

import (
	"reflect"
	"testing"
)

// How urgent what waits is, was worked out when it was read; worked out anew,
// after the lists were made again, it is the same.
func TestQueueIsTheSameWorkedOutAnew(t *testing.T) {
	d, _ := withMail(t)
	before, err := d.Queue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is known
		after, err := d.Queue(t.Context())
		if err != nil || !reflect.DeepEqual(after, before) {
			t.Fatalf("after %+v\nbefore %+v\n%v", after, before, err)
		}
	}
}
