//! The SPF record as data (RFC 7208 §12).

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DomainSpec, MacroString};
use crate::Problem;

/// Whether a TXT record is an SPF record at all: exactly `v=spf1`, or `v=spf1` and a space, in any case
/// (RFC 7208 §4.5; the ABNF string is case-insensitive).
#[must_use]
pub fn is_spf(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= VERSION.len()
        && bytes[..VERSION.len()].eq_ignore_ascii_case(VERSION)
        && matches!(bytes.get(VERSION.len()), None | Some(b' '))
}

/// How each SPF record begins (RFC 7208 §4.5).
pub(super) const VERSION: &[u8] = b"v=spf1";

/// A valid SPF record. Its `Display` is the record again, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Mechanisms and modifiers in the order in which they stand.
    pub terms: Vec<Term>,
}

/// One mechanism or modifier and its place in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Bytes of the record text.
    pub span: Range<usize>,
    /// What stands there.
    pub kind: TermKind,
}

/// Either half of the grammar's `directive / modifier` (RFC 7208 §4.6.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// A mechanism and the result when it matches.
    Directive {
        /// The result when it matches; `+` when none is written.
        qualifier: Qualifier,
        /// What is compared with the sender's address.
        mechanism: Mechanism,
    },
    /// A `name=value` that is not compared with anything.
    Modifier(Modifier),
}

/// The sign before a mechanism (RFC 7208 §4.6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// `+`, the default: may send.
    Pass,
    /// `-`: may not send.
    Fail,
    /// `~`: probably may not send.
    SoftFail,
    /// `?`: nothing is said.
    Neutral,
}

/// A mechanism (RFC 7208 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mechanism {
    /// `all`: matches every sender (§5.1).
    All,
    /// `include`: matches when the other domain's record passes (§5.2).
    Include {
        /// The other domain.
        domain: DomainSpec,
    },
    /// `a`: the addresses of a name (§5.3).
    A {
        /// The name; the current domain when none is written.
        domain: Option<DomainSpec>,
        /// How many leading bits must agree.
        cidr: DualCidr,
    },
    /// `mx`: the addresses of the mail servers of a domain (§5.4).
    Mx {
        /// The domain; the current one when none is written.
        domain: Option<DomainSpec>,
        /// How many leading bits must agree.
        cidr: DualCidr,
    },
    /// `ptr`: the name of the sender's address; not to be used (§5.5).
    Ptr {
        /// The domain; the current one when none is written.
        domain: Option<DomainSpec>,
    },
    /// `ip4`: an IPv4 network (§5.6).
    Ip4 {
        /// The address as written; bits right of the prefix are ignored.
        address: Ipv4Addr,
        /// Leading bits that must agree, 0 to 32; 32 when none is written.
        prefix: u8,
    },
    /// `ip6`: an IPv6 network (§5.6).
    Ip6 {
        /// The address as written; bits right of the prefix are ignored.
        address: Ipv6Addr,
        /// Leading bits that must agree, 0 to 128; 128 when none is written.
        prefix: u8,
    },
    /// `exists`: matches when the name has an A record (§5.7).
    Exists {
        /// The name, nearly always made with macros.
        domain: DomainSpec,
    },
}

/// The prefix lengths of `a` and `mx` (RFC 7208 §5.3, `dual-cidr-length`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DualCidr {
    /// IPv4 bits, 0 to 32; 32 when none is written.
    pub ip4: Option<u8>,
    /// IPv6 bits, 0 to 128; 128 when none is written.
    pub ip6: Option<u8>,
}

/// A modifier (RFC 7208 §6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// `redirect=`: use the other domain's record when nothing here matched (§6.1).
    Redirect {
        /// The other domain.
        domain: DomainSpec,
    },
    /// `exp=`: where the text for a refused sender is published (§6.2).
    Exp {
        /// The name whose TXT record holds the text.
        domain: DomainSpec,
    },
    /// Any other `name=value`: valid and without effect (§6).
    Unknown {
        /// The name as written.
        name: String,
        /// The value, valid as a macro string.
        value: MacroString,
    },
}

impl Record {
    /// The record in `text`, or everything that is wrong with it, by position.
    ///
    /// # Errors
    /// One or more problems; an evaluator gives `permerror` for such a record (RFC 7208 §4.6).
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        super::parse::record(text)
    }

    /// The valid terms of `text` and everything that is wrong with it, by position: for repairing and explaining a record
    /// that receivers refuse.
    #[must_use]
    pub fn parse_lenient(text: &str) -> (Vec<Term>, Vec<Problem>) {
        super::parse::lenient(text)
    }

    /// The directives, in order.
    pub fn directives(&self) -> impl Iterator<Item = (&Term, Qualifier, &Mechanism)> {
        self.terms.iter().filter_map(|term| match &term.kind {
            TermKind::Directive { qualifier, mechanism } => Some((term, *qualifier, mechanism)),
            TermKind::Modifier(_) => None,
        })
    }

    /// The qualifier of the first `all`; what stands after it is never reached (RFC 7208 §5.1).
    #[must_use]
    pub fn all(&self) -> Option<Qualifier> {
        self.directives().find(|(_, _, mechanism)| **mechanism == Mechanism::All).map(|(_, qualifier, _)| qualifier)
    }

    /// The target of `redirect=`, whether or not an `all` makes it void (RFC 7208 §6.1).
    #[must_use]
    pub fn redirect(&self) -> Option<&DomainSpec> {
        self.terms.iter().find_map(|term| match &term.kind {
            TermKind::Modifier(Modifier::Redirect { domain }) => Some(domain),
            _ => None,
        })
    }

    /// The name given by `exp=` (RFC 7208 §6.2).
    #[must_use]
    pub fn exp(&self) -> Option<&DomainSpec> {
        self.terms.iter().find_map(|term| match &term.kind {
            TermKind::Modifier(Modifier::Exp { domain }) => Some(domain),
            _ => None,
        })
    }

    /// The targets of `include`, in order.
    #[must_use]
    pub fn includes(&self) -> Vec<&DomainSpec> {
        self.directives()
            .filter_map(|(_, _, mechanism)| match mechanism {
                Mechanism::Include { domain } => Some(domain),
                _ => None,
            })
            .collect()
    }
}

impl TermKind {
    /// Whether evaluating the term counts towards the limit of ten (RFC 7208 §4.6.4).
    #[must_use]
    pub fn costs_a_lookup(&self) -> bool {
        match self {
            Self::Directive { mechanism, .. } => {
                !matches!(mechanism, Mechanism::All | Mechanism::Ip4 { .. } | Mechanism::Ip6 { .. })
            }
            Self::Modifier(modifier) => matches!(modifier, Modifier::Redirect { .. }),
        }
    }
}
