//! MTA-STS (RFC 8461): the TXT record that announces a policy, and the policy file behind it.

mod policy;
mod record;

pub use policy::{GOOD_MAX_AGE, LONGEST_MAX_AGE, Mode, Policy, policy_url};
pub use record::{Record, is_mta_sts, lookup};
