package main

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
)

type queueDownloadVerb struct {
	within
	URLs   []string `arg:"" name:"url" help:"Address of a file, of all files of a model, or of a manifest of them (.json)."`
	Name   string   `placeholder:"NAME" help:"How it is called among the packs."`
	SHA256 string   `name:"sha256" placeholder:"HEX" help:"Checksum of the one file."`
}

// Run queues a download.
func (v queueDownloadVerb) Run(ctx context.Context, tell *teller) error {
	jobs, err := v.order(ctx, tell, studio.Order{
		Do: studio.OrderDownload, Download: &studio.DownloadParams{URLs: v.URLs, Name: v.Name, SHA256: v.SHA256},
	})
	if err != nil {
		return err
	}
	return tell.jobs(v.JSON, jobs, "")
}
