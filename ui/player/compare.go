package player

import (
	"context"
	"fmt"
)

// openPair reads two files that are shown side by side, as one picture.
func openPair(ctx context.Context, left, right string) (*source, error) {
	first, err := openSource(ctx, []Clip{{Path: left}})
	if err != nil {
		return nil, err
	}
	second, err := openSource(ctx, []Clip{{Path: right}})
	if err != nil {
		return nil, err
	}
	first.compare = &second.clips[0]
	return first, nil
}

// graph puts both pictures beside each other with a gap, in the height of the left
// one. One graph of filters means one clock: the pictures cannot drift apart.
func (s *source) graph() string {
	height := s.height &^ 1
	graph := fmt.Sprintf("[vid1]scale=-2:%d,setsar=1,format=yuv420p,pad=iw+%d:ih:0:0:black[l];"+
		"[vid2]scale=-2:%d,setsar=1,format=yuv420p[r];[l][r]hstack[vo]", height, gap(height), height)
	if s.sound {
		graph += ";[aid1]anull[ao]"
	}
	return graph
}

// gap is how many pixels stay black between two pictures of a height: as much as an
// eye needs to see where one ends.
func gap(height int) int { return max(height/40, 1) * 2 }
