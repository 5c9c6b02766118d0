package assets

import _ "embed"

// FirstTakeFrames is how many frames FirstTake shows side by side.
const FirstTakeFrames = 7

// FirstTake is a JPEG of every seventh frame of what the pocket pack makes by
//
//	kinora render "a big red ball drops and bounces, on the beach, at sunset, static camera" --style realistic --seed 7
//
// made smaller to 192 by 192 pixels and cut to 152 lines from line 28 on.
//
//go:embed firsttake.jpg
var FirstTake []byte
