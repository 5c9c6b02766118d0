// Package queue decides which job runs when, and knows where each one stands. It
// is pure logic over a Store, which keeps jobs, and a clock.
//
// A job is queued, running, paused, done, failed or cancelled; Apply is the table
// of what may happen in each state. Every transition is written before anything is
// done about it, so that a kill at any instant leaves a job that runs again or one
// that is done, and Recover tells which.
//
// # For a runner
//
// A runner asks Next what may start, starts it, which gives it an Attempt, and
// tells the Attempt what happens until it ends with Finish, Fail, Crash or
// Interrupt. Cancel and shutdown are no failures: the worker is asked to stop, and
// the runner then calls Interrupt. The example shows the loop.
//
// # Order
//
// A higher priority goes first, then the position, which Move changes. A job that
// comes after another one starts when that is done; where it failed or was
// cancelled, those behind it wait and say so, and go on when it was retried. Kinds
// of work run side by side, each up to its limit, within the memory that the
// caller has to give. Smaller jobs may pass one that waits for memory a few times,
// after which memory is kept free for it.
//
// # Concurrency
//
// All methods of Queue and Attempt may be called from several goroutines. Commands
// and what attempts tell take turns, and wait for the disk in their turn; List, Get
// and Next's decision read memory under a lock that is never held while something
// is written. A hook given to Finish runs within the turn and must not call the
// Queue. No goroutine is started.
//
// A watcher is never waited for: see Watch.
package queue
