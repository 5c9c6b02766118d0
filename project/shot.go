package project

import (
	"encoding/json"
	"time"

	"github.com/kinora-studio/kinora/project/media"
)

// Rate is a frame rate as a fraction.
type Rate = media.Rate

// Scene is a group of shots in one place and time.
type Scene struct {
	ID       int64  `json:"id"`
	Code     string `json:"code"` // SC010, unique in the project
	Title    string `json:"title,omitempty"`
	Synopsis string `json:"synopsis,omitempty"`
	Position int64  `json:"position"` // order among scenes
}

// Shot is what to make. Fields at their zero value are left to the pack.
type Shot struct {
	ID       int64  `json:"id"`
	Code     string `json:"code"`     // SH010, unique in the project
	Scene    int64  `json:"scene"`    // 0 for a shot outside all scenes
	Position int64  `json:"position"` // order in the storyboard
	Title    string `json:"title,omitempty"`

	Setting  string     `json:"setting,omitempty"` // the scene as it is seen: place, light, who is there
	Beats    []string   `json:"beats,omitempty"`   // what happens, in order
	Dialogue []Line     `json:"dialogue,omitempty"`
	Sound    string     `json:"sound,omitempty"`
	Camera   Camera     `json:"camera"`
	Style    string     `json:"style,omitempty"` // name of a preset or of one of the project's styles
	Cast     []string   `json:"cast,omitempty"`  // names as written after the @ in a prompt
	Media    []Material `json:"media,omitempty"` // pictures, clips and sounds that it is made with

	Frames   int     `json:"frames,omitempty"`
	Width    int     `json:"width,omitempty"`  // pixels
	Height   int     `json:"height,omitempty"` // pixels
	Rate     Rate    `json:"rate"`
	Pack     string  `json:"pack,omitempty"`
	Takes    int     `json:"takes,omitempty"` // how many Generate makes; 0 means 1
	Seed     *uint64 `json:"seed,omitempty"`  // locked; nil draws one for every take
	Negative string  `json:"negative,omitempty"`
	Steps    int     `json:"steps,omitempty"`
	Guidance float64 `json:"guidance,omitempty"`
	Silent   bool    `json:"silent,omitempty"`

	Continuity string    `json:"continuity,omitempty"` // what the next shot has to match
	Note       string    `json:"note,omitempty"`
	Removed    bool      `json:"removed,omitempty"` // its takes are kept, so it can come back
	Changed    time.Time `json:"changed"`
}

// Line is something said.
type Line struct {
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
}

// Camera says how a shot is filmed, in words.
type Camera struct {
	Move  string `json:"move,omitempty"`  // static, pan left, push in
	Lens  string `json:"lens,omitempty"`  // 35 mm, macro
	Angle string `json:"angle,omitempty"` // low, overhead
}

// Role says what a shot does with a file.
type Role string

// The roles.
const (
	RoleFirst     Role = "first"     // picture of the first frame
	RoleLast      Role = "last"      // picture of the last frame
	RoleKey       Role = "key"       // picture of a frame in between
	RoleReference Role = "reference" // looked at, not shown
	RoleTrack     Role = "track"     // own sound, which drives the picture
	RoleVoice     Role = "voice"     // a voice to speak like
	RoleFootage   Role = "footage"   // clip that stays while sound is made for it
	RoleAdapter   Role = "adapter"   // LoRA file
)

// Material is a file that a shot is made with. A relative Path lies in the
// project's folder; an absolute one is outside until the project is collected.
type Material struct {
	Role     Role    `json:"role"`
	Path     string  `json:"path"`
	SHA256   string  `json:"sha256,omitempty"`
	Frame    int     `json:"frame,omitempty"` // of RoleKey; negative counts from the end
	Strength float64 `json:"strength"`        // 1 keeps it exactly
}

// Style is a look of the project's own: words around the prompt, and adapters.
type Style struct {
	ID       int64      `json:"id"`
	Name     string     `json:"name"`
	Prompt   string     `json:"prompt"` // holds {prompt} where the shot's words go
	Negative string     `json:"negative,omitempty"`
	Adapters []Material `json:"adapters,omitempty"`
}

// Sequence is an edit. What it contains is written by project/timeline.
type Sequence struct {
	ID       int64           `json:"id"`
	Name     string          `json:"name"`
	Rate     Rate            `json:"rate"`
	Start    int64           `json:"start"` // timecode of its first frame, in frames
	Position int64           `json:"position"`
	Content  json.RawMessage `json:"content,omitempty"`
}
