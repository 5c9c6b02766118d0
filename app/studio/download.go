package studio

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/app/fetch"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// DownloadParams say what to fetch into the folder of packs. Nothing is ever
// fetched that a person did not name.
type DownloadParams struct {
	// URLs are the files of a folder as they lie under their common address, or a
	// single file. A single one that ends in .json is a manifest, see Manifest.
	URLs   []string
	Name   string // of the folder or the file among the packs; empty for what the address says
	SHA256 string // of a single file, in hexadecimal digits; empty where nobody knows it
}

// Manifest lists the files of a pack, as its publisher made it.
type Manifest struct {
	Name  string         `json:"name,omitempty"` // of its folder
	Files []ManifestFile `json:"files"`
}

// ManifestFile is one file of a Manifest.
type ManifestFile struct {
	Path   string `json:"path"`             // in the folder, with slashes
	URL    string `json:"url,omitempty"`    // beside the manifest's own address where it is relative; Path where absent
	Bytes  int64  `json:"size,omitempty"`   // 0 where nobody knows
	SHA256 string `json:"sha256,omitempty"` // empty where nobody knows it
}

// downloadRequest is the request of a job that fetches.
type downloadRequest struct {
	Name     string         `json:"name"`               // among the packs
	Manifest *ManifestFile  `json:"manifest,omitempty"` // to be fetched first
	Files    []ManifestFile `json:"files,omitempty"`    // of a folder
	Single   bool           `json:"single,omitempty"`   // the one file is what is wanted, without a folder
}

// mostFiles is how many files a pack may have.
const mostFiles = 10000

// Download queues the fetching of a pack or a single file; see DownloadParams.
func (s *Session) Download(ctx context.Context, p DownloadParams) (project.Job, error) {
	request, host, err := p.request()
	if err != nil {
		return project.Job{}, err
	}
	place := PackFolder()
	if place == "" {
		return project.Job{}, engine.Bad("set HOME or XDG_DATA_HOME", "this system has no place for packs")
	}
	if _, err := os.Lstat(filepath.Join(place, request.Name)); err == nil {
		return project.Job{}, nameTaken(request.Name)
	}
	for _, row := range s.Queue.List() {
		if row.Kind != project.JobDownload || row.State.Ended() {
			continue
		}
		if other, err := downloadOf(row.Job); err == nil && strings.EqualFold(other.Name, request.Name) {
			return project.Job{}, engine.Bad("see kinora queue list", "%s is being fetched already, by job %d", request.Name, row.ID)
		}
	}
	content, err := json.Marshal(request)
	if err != nil {
		return project.Job{}, err
	}
	jobs, err := s.Queue.Add(ctx, queue.New{Kind: project.JobDownload, Title: titled(request.Name, "from "+host), Request: content})
	if err != nil {
		return project.Job{}, err
	}
	return jobs[0], nil
}

func nameTaken(name string) error {
	return engine.Bad("give another --name, or rename what is there, and try again", "there is something called %s among the packs already", name)
}

// request makes the job's request, and says of which server it is.
func (p DownloadParams) request() (r downloadRequest, host string, err error) {
	if len(p.URLs) == 0 || len(p.URLs) > mostFiles {
		return r, "", engine.Bad("give the addresses of the files", "%d addresses are named", len(p.URLs))
	}
	addresses := make([]*url.URL, len(p.URLs))
	for i, address := range p.URLs {
		if err := fetch.CheckURL(address); err != nil {
			return r, "", err
		}
		if addresses[i], err = url.Parse(address); err != nil {
			return r, "", err
		}
	}
	if p.SHA256 != "" && len(addresses) > 1 {
		return r, "", engine.Bad("use a manifest, which has one for each file", "one checksum cannot be that of %d files", len(addresses))
	}
	first := addresses[0]
	file := ManifestFile{Path: path.Base(first.Path), URL: first.String(), SHA256: p.SHA256}
	switch {
	case len(addresses) > 1:
		r.Files, r.Name = listing(addresses)
	case strings.EqualFold(path.Ext(first.Path), ".json"):
		r.Manifest, r.Name = &file, strings.TrimSuffix(file.Path, path.Ext(file.Path))
		if folder := path.Base(path.Dir(first.Path)); strings.EqualFold(r.Name, "manifest") && len(folder) > 1 {
			r.Name = folder
		}
		file.Path = manifestName
	default:
		r.Files, r.Name, r.Single = []ManifestFile{file}, file.Path, true
	}
	if p.Name != "" {
		r.Name = p.Name
	}
	if !isFileName(r.Name) {
		return r, "", engine.Bad("give it one with --name", "%.100q cannot be the name of a pack", r.Name)
	}
	if r.Single {
		r.Files[0].Path = r.Name
	}
	if r.Manifest != nil {
		return r, first.Host, checkSum(file)
	}
	return r, first.Host, checkFiles(r.Files)
}

// listing makes files of addresses: their paths are what they do not have in
// common, the folder is called as the last part of what they have.
func listing(addresses []*url.URL) (files []ManifestFile, name string) {
	common := path.Dir(addresses[0].Path)
	for _, at := range addresses[1:] {
		for common != "/" && !strings.HasPrefix(at.Path, common+"/") {
			common = path.Dir(common)
		}
	}
	for _, at := range addresses {
		files = append(files, ManifestFile{Path: strings.TrimPrefix(strings.TrimPrefix(at.Path, common), "/"), URL: at.String()})
	}
	return files, path.Base(common)
}

// resolve gives the files of a manifest their addresses, and says what in it
// cannot be followed.
func (m Manifest) resolve(at string) ([]ManifestFile, error) {
	base, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	files := make([]ManifestFile, len(m.Files))
	for i, f := range m.Files {
		if f.URL == "" {
			f.URL = (&url.URL{Path: f.Path}).String()
		}
		address, err := base.Parse(f.URL)
		if err != nil {
			return nil, engine.Bad("ask whoever published it", "the manifest names %.200q, which is no address", f.URL)
		}
		f.URL = address.String()
		if base.Scheme == "https" && address.Scheme != "https" {
			return nil, engine.Bad("ask whoever published it", "the manifest names an address that is not encrypted: %.200s", f.URL)
		}
		files[i] = f
	}
	return files, checkFiles(files)
}

// checkFiles says what in files cannot be fetched into a folder.
func checkFiles(files []ManifestFile) error {
	if len(files) == 0 || len(files) > mostFiles {
		return engine.Bad("ask whoever published it", "the manifest names %d files", len(files))
	}
	known := map[string]bool{}
	for _, f := range files {
		if err := fetch.CheckURL(f.URL); err != nil {
			return err
		}
		for _, part := range strings.Split(f.Path, "/") {
			if !isFileName(part) {
				return engine.Bad("ask whoever published it", "%.200q cannot be the path of a file in a pack", f.Path)
			}
		}
		if known[strings.ToLower(f.Path)] {
			return engine.Bad("name each file once", "there are two files %s", f.Path)
		}
		known[strings.ToLower(f.Path)] = true
		if f.Bytes < 0 {
			return engine.Bad("ask whoever published it", "%s has a negative size", f.Path)
		}
		if err := checkSum(f); err != nil {
			return err
		}
	}
	return nil
}

func checkSum(f ManifestFile) error {
	if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) != 0 && len(sum) != 32 {
		return engine.Bad("give the 64 hexadecimal digits of a SHA-256", "%.80q is no checksum", f.SHA256)
	}
	return nil
}

// isFileName reports whether a name is one on every system, is not hidden, and is
// not one of those that a download itself uses.
func isFileName(name string) bool {
	const most = 200 // bytes, so that endings fit
	return name != "" && len(name) <= most && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, "/\\:*?\"<>|\x00") &&
		strings.TrimRight(name, ". ") == name && filepath.IsLocal(name) && !fetch.Reserved(name)
}
