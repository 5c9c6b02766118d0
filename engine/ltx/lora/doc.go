// Package lora reads LoRA files for LTX-2's transformer and text connectors:
// those of diffusers and peft, and those with the original model's names that
// trainers and ComfyUI write.
//
// A file is never read as a whole: the adapter that comes out points at its
// tensors, and the graph of a component maps them.
package lora
