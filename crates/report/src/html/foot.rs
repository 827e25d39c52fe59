//! Where the report comes from.

use super::{Cx, prose};
use crate::clean::line;
use crate::open::reached;
use maud::{Markup, html};
use sha2::{Digest, Sha256};

/// Tool, time, vantage, cost, fingerprint.
pub fn foot(cx: &Cx<'_>) -> Markup {
    let r = cx.report;
    let tenths = r.duration_ms / 100;
    html! {
        footer {
            dl {
                div { dt { "Tool" } dd { (line(&r.tool.name)) " " (line(&r.tool.version)) } }
                div { dt { "Looked" } dd { (prose::moment(r.at)) ", for " (tenths / 10) "." (tenths % 10) " s, from " (line(&r.vantage)) } }
                @if !r.net.is_empty() { div { dt { "Network" } dd { (reached(r)) } } }
                div { dt { "Cost" } dd { (grouped(r.budget.requests)) " requests, " (bytes(r.budget.bytes)) " received" } }
                div { dt { "Format" } dd { code { (r.schema) } } }
                div { dt { "Fingerprint" } dd { code.long { (fingerprint(cx)) } br; span.small { "SHA-256 of this report's JSON form" } } }
            }
        }
    }
}

/// SHA-256 of what `--format json` prints for the same run.
fn fingerprint(cx: &Cx<'_>) -> String {
    let json = cx.report.to_json().unwrap_or_default();
    Sha256::digest(json.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn bytes(n: u64) -> String {
    match n {
        0..=9_999 => format!("{n} bytes"),
        10_000..=999_999 => format!("{} kB", n / 1_000),
        _ => format!("{}.{} MB", n / 1_000_000, n / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_sizes_rounded_down() {
        assert_eq!((grouped(7), grouped(1234), grouped(1_234_567)), ("7".into(), "1,234".into(), "1,234,567".into()));
        assert_eq!((bytes(900), bytes(1_830_000)), ("900 bytes".into(), "1.8 MB".into()));
    }
}
