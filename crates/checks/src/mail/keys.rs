//! What the checks of DKIM keys share.

use super::provider;
use crate::prelude::*;
use ::mail::Published;
use ::mail::dkim::{Weakness, key_name};

/// Judges each key whose selector was named. A guessed key proves nothing: it could be one that nobody signs with.
pub(super) fn each_named(keys: &DkimKeys, fault: impl Fn(&DkimKey) -> Option<Finding>) -> Verdict {
    let named: Vec<&DkimKey> = keys.keys.iter().filter(|k| k.named).collect();
    if named.is_empty() {
        return Verdict::not_applicable("no DKIM selector is named");
    }
    let findings: Vec<Finding> = named.iter().filter_map(|k| Some(fault(k)?.key(k.selector.clone()))).collect();
    let blind = named.iter().find_map(|k| match &k.found {
        Published::NoAnswer(why) => Some(Unknown::new(Why::NoAnswer, why.clone())),
        _ => None,
    });
    match blind {
        Some(unknown) if findings.is_empty() => Verdict::Unknown(unknown),
        _ => Verdict::of(findings),
    }
}

/// Judges each named key that can be read, and its gravest fault of the sorts that `told` knows.
pub(super) fn each_weakness(
    keys: &DkimKeys,
    told: impl Fn(&Weakness) -> bool,
    fault: impl Fn(&DkimKey, Weakness) -> Finding,
) -> Verdict {
    each_named(keys, |key| {
        let Published::Valid { record, .. } = &key.found else { return None };
        let weakness = record.weaknesses().into_iter().find(&told)?;
        Some(fault(key, weakness))
    })
}

/// The name at which a key stands.
pub(super) fn name_of(cx: &Cx, key: &DkimKey) -> String {
    key_name(&key.selector, &cx.subject.name)
}

/// How to get a good key, from the services that seem to send for the domain.
pub(super) fn how(selector: Option<&str>, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Remedy {
    let by_selector = selector.and_then(::mail::provider::of_selector);
    let services = match by_selector {
        Some(service) => vec![service],
        None => provider::of(mx, spf),
    };
    let mut lines: Vec<String> =
        services.iter().take(3).map(|service| format!("{}: {}.", service.name, service.dkim)).collect();
    if lines.is_empty() {
        lines.push("In the console of the service that sends your mail, create a DKIM key of 2048 bits.".into());
        lines.push("Publish the TXT or CNAME record that it shows, then switch signing on.".into());
    }
    Remedy::say(lines.join("\n"))
}
