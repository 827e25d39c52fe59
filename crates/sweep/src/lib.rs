//! Looks through folders, git objects, logs, images and streams for secrets.
//!
//! Reading only: no program is started, no configuration of a repository is followed, nothing is written. What could not
//! be read is stated in the [`Coverage`], never an abort and never silence.

mod archive;
pub mod baseline;
mod coverage;
mod finding;
pub mod folder;
pub mod git;
pub mod gitleaks;
mod job;
mod known;
pub mod stream;
pub mod wire;

pub use archive::image;
pub use coverage::{Coverage, Skipped};
pub use finding::{Finding, Seen, Sweep};
pub use job::{Job, Progress};
pub use known::{Known, from_environment, from_files, needles};
