//! One number for trends, with its arithmetic (decision 18).

use model::Severity;
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::Blocker => 25.0,
        Severity::High => 8.0,
        Severity::Medium => 2.0,
        Severity::Low => 0.5,
    }
}

/// The score and how it comes about: `100 − 25 × 1 blocker − 8 × 2 high = 59`.
pub fn score(by_severity: &BTreeMap<String, usize>) -> (f64, String) {
    let mut sum = 100.0;
    let mut words = String::from("100");
    for severity in Severity::ALL {
        let n = by_severity.get(severity.word()).copied().unwrap_or(0);
        if n == 0 {
            continue;
        }
        // Counts are far below 2^32; the cast through u32 is exact.
        sum -= weight(severity) * f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let _ = write!(words, " − {} × {n} {}", weight(severity), named(severity, n));
    }
    if words == "100" {
        words.push_str(", nothing taken off");
        return (sum, words);
    }
    if sum < 0.0 {
        let _ = write!(words, ", not below 0 = 0");
        return (0.0, words);
    }
    let _ = write!(words, " = {sum}");
    (sum, words)
}

fn named(severity: Severity, n: usize) -> &'static str {
    match (severity, n) {
        (Severity::Blocker, 1) => "blocker",
        (Severity::Blocker, _) => "blockers",
        (other, _) => other.word(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[(&str, usize)]) -> (f64, String) {
        score(&counts.iter().map(|(k, n)| ((*k).to_owned(), *n)).collect())
    }

    #[test]
    fn the_score_prints_its_arithmetic() {
        let (n, words) = of(&[("blocker", 1), ("high", 2), ("medium", 0), ("low", 1)]);
        assert!((n - 58.5).abs() < 1e-9);
        assert_eq!(words, "100 − 25 × 1 blocker − 8 × 2 high − 0.5 × 1 low = 58.5");
        assert_eq!(of(&[]).1, "100, nothing taken off");
    }

    #[test]
    fn the_score_does_not_fall_below_zero() {
        let (n, words) = of(&[("blocker", 5)]);
        assert!(n.abs() < 1e-9);
        assert_eq!(words, "100 − 25 × 5 blockers, not below 0 = 0");
    }
}
