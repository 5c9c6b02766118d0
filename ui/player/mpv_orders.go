//go:build cgo && !noplayer

package player

import (
	"math"
	"strconv"
	"time"

	"github.com/gen2brain/go-mpv"
)

func (d *mpvDeck) open(s *source)     { d.inbox.put(func(d *mpvDeck) { d.load(s) }) }
func (d *mpvDeck) seek(frame int64)   { d.inbox.put(func(d *mpvDeck) { d.goTo(frame) }) }
func (d *mpvDeck) play(speed float64) { d.inbox.put(func(d *mpvDeck) { d.start(speed) }) }

func (d *mpvDeck) step(n int64) {
	d.inbox.put(func(d *mpvDeck) {
		from := d.frame
		switch {
		case d.wanted >= 0:
			from = d.wanted
		case d.target >= 0:
			from = d.target
		}
		d.stop()
		d.goTo(from + n)
	})
}

func (d *mpvDeck) limit(in, out int64, loop bool) {
	d.inbox.put(func(d *mpvDeck) {
		d.loop = loop
		d.bound(in, out)
	})
}

func (d *mpvDeck) listen(volume float64, muted bool) {
	d.inbox.put(func(d *mpvDeck) {
		d.set("volume", strconv.FormatFloat(volume*100, 'f', 2, 64))
		d.set("mute", yes(muted))
	})
}

func yes(on bool) string {
	if on {
		return "yes"
	}
	return "no"
}

func (d *mpvDeck) load(s *source) {
	d.stop()
	d.src, d.ready, d.frame, d.wanted, d.target = s, false, 0, -1, -1
	d.command("stop")
	d.set("lavfi-complex", "")
	d.command("change-list", "external-files", "clr", "")
	if s.compare != nil {
		d.command("change-list", "external-files", "append", s.compare.Path)
		d.set("lavfi-complex", s.graph())
	}
	d.in, d.out, d.later, d.offset, d.over = 0, s.frames(), 0, 0, false
	for _, limit := range []string{"ab-loop-a", "ab-loop-b"} {
		d.set(limit, "no")
	}
	d.set("end", "none")
	d.set("speed", "1")
	if err := d.m.Command([]string{"loadfile", s.url, "replace"}); err != nil {
		d.fail(err)
		return
	}
	if entry, err := d.m.GetProperty("playlist/0/id", mpv.FormatInt64); err == nil {
		d.entry, _ = entry.(int64)
	}
}

func (d *mpvDeck) command(words ...string) {
	if err := d.m.Command(words); err != nil {
		d.tell(true, func(s *State) { s.Note = "The player refused " + words[0] + ": " + err.Error() + "." })
	}
}

func (d *mpvDeck) goTo(frame int64) {
	if d.src == nil {
		return
	}
	d.wanted, d.over = min(max(frame, 0), d.src.frames()-1), false
	if d.back != nil {
		d.back.from, d.back.since = d.wanted, time.Now()
	}
	d.advance()
}

// bound sets the range, with an out of 0 for the end.
func (d *mpvDeck) bound(in, out int64) {
	if d.src == nil {
		return
	}
	frames := d.src.frames()
	if out <= 0 || out > frames {
		out = frames
	}
	d.in = min(max(in, 0), frames-1)
	d.out = max(out, d.in+1)
	if !d.ready {
		return
	}
	// mpv ends before a frame whose time is the end or later.
	end := d.src.timeOf(d.out) - margin
	if d.out == frames {
		end = d.src.end + 1
	}
	d.set("ab-loop-a", "no")
	d.set("ab-loop-b", "no")
	if d.loop {
		d.set("end", "none")
		d.set("ab-loop-a", d.text(d.src.timeOf(d.in)))
		d.set("ab-loop-b", d.text(end))
	} else if d.out == frames {
		d.set("end", "none")
	} else {
		d.set("end", d.text(end))
	}
	in, out = d.in, d.out
	d.tell(true, func(s *State) { s.In, s.Out = in, out })
}

func (d *mpvDeck) stop() {
	if d.back != nil {
		d.back.ticker.Stop()
		d.back = nil
	}
	d.playing = false
	d.set("pause", "yes")
	d.tell(true, func(s *State) { s.Playing = false })
}

// start plays with a speed; 0 stops.
func (d *mpvDeck) start(speed float64) {
	d.stop()
	if !d.ready {
		d.later = speed
	}
	if speed == 0 || !d.ready {
		return
	}
	d.playing, d.over, d.speed = true, false, speed
	if d.frame < d.in || d.frame >= d.out-1 && speed > 0 {
		d.goTo(d.in)
	}
	d.tell(true, func(s *State) { s.Playing, s.Ended, s.Speed = true, false, speed })
	if speed > 0 {
		d.set("speed", strconv.FormatFloat(speed, 'f', 4, 64))
		d.set("pause", "no")
		return
	}
	if d.frame <= d.in {
		d.goTo(d.out - 1)
	}
	rate := float64(d.src.rate.Num) / float64(d.src.rate.Den) * math.Abs(speed)
	d.back = &reverse{ticker: time.NewTicker(tick), since: time.Now(), from: d.frame, speed: rate}
	if d.wanted >= 0 {
		d.back.from = d.wanted
	} else if d.target >= 0 {
		d.back.from = d.target
	}
}
