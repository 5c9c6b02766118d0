package ltx

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// The qualities at which the public pipelines compress a picture before they
// show it to the model: 2.5, which reads prompts with Gemma 4, was trained on
// cleaner videos.
const (
	pictureCRF       = 33
	pictureCRFGemma4 = 18
)

// pictureQuality returns the quality for pictures, as kinora.json says it or as
// the pack's generation does; 0 leaves pictures as they are.
func (p *pipeline) pictureQuality() (int, error) {
	if crf := p.pack.About.Defaults.ImageCRF; crf != nil {
		if *crf < 0 || *crf > 51 {
			return 0, engine.Bad("use 0 for none, or 1 to 51", "image_crf in kinora.json of %s is %d", p.pack, *crf)
		}
		return *crf, nil
	}
	path := filepath.Join(p.dir("text_encoder"), "config.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, engine.Bad("copy or download the pack again", "%s cannot be read: %w", path, err)
	}
	var config struct {
		ModelType string `json:"model_type"`
	}
	if err := json.Unmarshal(text, &config); err != nil {
		return 0, engine.Bad("copy or download the pack again", "%s is damaged: %w", path, err)
	}
	if strings.HasPrefix(config.ModelType, "gemma4") {
		return pictureCRFGemma4, nil
	}
	return pictureCRF, nil
}
