// Package sampler turns a model's velocity predictions into a finished latent:
// noise, sigma schedules, solvers and guidance.
//
// Everything here is arithmetic on []float32 in the layout that the model uses;
// no function looks at a shape. One slice is one element of a batch, so that a
// statistic over "everything but the batch" is a statistic over the slice.
//
// # Conventions
//
// Flow matching (Lipman et al. 2022, https://arxiv.org/abs/2210.02747) with the
// straight path x = (1-σ)·x0 + σ·ε: sigma runs from 1 (noise) to 0 (clean), the
// model predicts the velocity v = ε - x0, hence x0 = x - σ·v. Timesteps are
// sigmas times the number of training timesteps.
//
// # Precision
//
// The public models were run with NumPy tables and PyTorch steps, so tables are
// float64 or float32 exactly where those are, and steps are float32. Products
// that are added to something are converted explicitly, which forbids the
// compiler to fuse them: the same numbers come out on every processor.
//
// # Concurrency
//
// Functions and Euler hold no state and may be used from many goroutines. A
// UniPC belongs to one trajectory, and so to one goroutine at a time.
package sampler
