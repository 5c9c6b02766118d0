package assets

import (
	"bytes"
	"image/jpeg"
	"testing"
)

func TestEveryStyleHasAPicture(t *testing.T) {
	for _, s := range Styles() {
		data, err := StylePicture(s.ID)
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil || picture.Bounds().Dx() != 168 || picture.Bounds().Dy() != 105 {
			t.Errorf("%s: %v, %v", s.ID, picture.Bounds(), err)
		}
	}
	if _, err := StylePicture("../realistic"); err == nil {
		t.Error("a path is taken for a style")
	}
}
