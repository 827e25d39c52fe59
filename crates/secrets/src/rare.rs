//! Is a value random, or was it written by a person? Two measures: Shannon entropy of its bytes, and the mean surprise
//! of its letter pairs in a model of names and prose (random base62 text has about 7 bits a pair, names about 3.5).

mod table;

use table::TABLE;

/// Bits a byte, from the frequencies inside the value itself; 0 for an empty value.
#[must_use]
pub fn entropy(value: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for byte in value {
        counts[usize::from(*byte)] += 1;
    }
    let all = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    counts.iter().filter(|c| **c > 0).map(|c| f64::from(*c) / all).map(|p| -p * p.log2()).sum()
}

/// Mean surprise of the letter pairs, in bits.
pub(crate) fn surprise(value: &[u8]) -> f64 {
    let pairs = value.windows(2).map(|w| u32::from(TABLE[class(w[0])][class(w[1])]));
    let (sum, count) = pairs.fold((0u32, 0u32), |(s, n), x| (s.saturating_add(x), n + 1));
    if count == 0 { 0.0 } else { f64::from(sum) / 16.0 / f64::from(count) }
}

fn class(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a'),
        b'A'..=b'Z' => usize::from(byte - b'A'),
        b'0'..=b'9' => 26,
        _ => 27,
    }
}

/// Names of this surprise are rare (1 in 100 of the names in our own code), random text is never below.
const NAME_LIKE: f64 = 5.0;

/// Whether the value was made by a generator. Short values are never called random.
#[must_use]
pub fn looks_random(value: &[u8]) -> bool {
    let len = value.len();
    if len < 12 {
        return false;
    }
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 {
        return false;
    }
    let hex = value.iter().all(u8::is_ascii_hexdigit);
    if hex {
        // A generator puts 10 digits in 16 characters; a date or a counter has nearly nothing else.
        return len >= 16 && digits * 10 >= len * 3 && letters * 10 >= len && entropy(value) >= 2.9;
    }
    let enough = if len >= 20 { 3.2 } else { 2.9 };
    digits > 0 && entropy(value) >= enough && surprise(value) >= NAME_LIKE && mixed_runs(value)
        || len >= 24 && entropy(value) >= 3.6 && surprise(value) >= NAME_LIKE + 1.0
}

/// Digits stand between the letters, not in one block at the end as in `version20240131`.
fn mixed_runs(value: &[u8]) -> bool {
    let mut changes = 0;
    for w in value.windows(2) {
        if w[0].is_ascii_digit() != w[1].is_ascii_digit() {
            changes += 1;
        }
    }
    changes >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_values_are_random_and_names_are_not() {
        for random in ["q7Zk2mX9vB4nLp8sT1wR", "9f86d081884c7d659a2feaa0c55ad015", "x8Kd-29fLq_Zm3pW7rTy"] {
            assert!(looks_random(random.as_bytes()), "{random}");
        }
        for name in [
            "customer_account_password",
            "GetAuthenticationToken2",
            "2024-01-31T12:00:00",
            "version20240131",
            "1234567890123456",
        ] {
            assert!(!looks_random(name.as_bytes()), "{name}");
        }
    }
}
