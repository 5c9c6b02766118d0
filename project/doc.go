// Package project holds the words of what Kinora keeps: projects, scenes, shots,
// takes, jobs. It is plain data with its rules and knows neither how it is stored
// (project/store) nor how a clip is computed.
//
// # Conventions
//
// Time is a count of frames over a Rate; there is no floating-point time. An ID
// is given by the store and never used twice; 0 means that something is not
// stored yet. Paths of a project's own files are relative to its folder, with
// forward slashes, so that a copied folder is a copied project.
package project
