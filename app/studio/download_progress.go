package studio

import (
	"time"

	"github.com/kinora-studio/kinora/project/queue"
)

// percents are the steps of a download.
const percents = 100

// downloadProgress makes percents and seconds left of bytes.
type downloadProgress struct {
	now    func() time.Time
	told   func(queue.Progress)
	done   []int64 // of each file
	total  []int64 // 0 where nobody knows
	began  time.Time
	heard  []bool
	before int64 // bytes that were there when it began
	last   int   // percent that was told
}

func newDownloadProgress(now func() time.Time, files []ManifestFile, told func(queue.Progress)) *downloadProgress {
	p := &downloadProgress{now: now, told: told, done: make([]int64, len(files)), total: make([]int64, len(files)), heard: make([]bool, len(files)), began: now()}
	for i, f := range files {
		p.total[i] = f.Bytes
	}
	return p
}

// tell notes how much of a file has arrived.
func (p *downloadProgress) tell(file int, done, total int64) {
	if !p.heard[file] { // what was there before is no work of this attempt
		p.heard[file] = true
		p.before += done
	}
	p.done[file], p.total[file] = done, max(p.total[file], total)
	var have, all int64
	for i := range p.done {
		if p.total[i] == 0 {
			return // nobody knows how much is to come
		}
		have, all = have+p.done[i], all+p.total[i]
	}
	percent := int(have * percents / all)
	if percent <= p.last {
		return
	}
	p.last = percent
	left := 0.0
	if fresh := have - p.before; fresh > 0 {
		left = p.now().Sub(p.began).Seconds() * float64(all-have) / float64(fresh)
	}
	p.told(queue.Progress{Step: percent, Steps: percents, Left: left})
}
