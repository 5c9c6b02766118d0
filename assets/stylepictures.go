package assets

import (
	"embed"
	"fmt"
)

// The pictures are frame 6 of what the pocket pack makes by
//
//	kinora render "a big red ball drops and bounces on an open court" --style ID --seed 7 --scale 1
//
// cut to 96 by 60 pixels from row 12 on and enlarged to 168 by 105.
//
//go:embed styles/pocket/*.jpg
var stylePictures embed.FS

// StylePicture returns what the pocket pack makes in a built-in style, as a JPEG.
func StylePicture(id string) ([]byte, error) {
	data, err := stylePictures.ReadFile("styles/pocket/" + id + ".jpg")
	if err != nil {
		return nil, fmt.Errorf("picture of the style %s: %w", id, err)
	}
	return data, nil
}
