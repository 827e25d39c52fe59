//! Examples made from the rules themselves, so that no file of this repository holds anything that looks like a token.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A generator of numbers that is the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: &str) -> Self {
        Self(seed.bytes().fold(0x9e37_79b9_7f4a_7c15, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % (n as u64)).expect("it is below a usize")
    }
}

/// A value that the rule's regex describes.
pub fn value(source: &str, dice: &mut Dice) -> String {
    let hir = ParserBuilder::new().unicode(false).utf8(false).build().parse(source).expect("rules have valid regexes");
    let mut out = Vec::new();
    write(whole(&hir).expect("every rule names its value"), dice, &mut out);
    String::from_utf8(out).expect("values are ASCII")
}

fn whole(hir: &Hir) -> Option<&Hir> {
    match hir.kind() {
        HirKind::Capture(c) if c.name.as_deref() == Some("whole") => Some(&c.sub),
        HirKind::Capture(c) => whole(&c.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => all.iter().find_map(whole),
        HirKind::Repetition(r) => whole(&r.sub),
        _ => None,
    }
}

fn write(hir: &Hir, dice: &mut Dice, out: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(l) => out.extend_from_slice(&l.0),
        HirKind::Class(class) => out.push(pick(class, dice)),
        HirKind::Repetition(r) => {
            let least = usize::try_from(r.min).expect("small");
            let most = r.max.map_or(least + 40, |m| usize::try_from(m).expect("small")).min(least + 40);
            for _ in 0..least + dice.below(most - least + 1) {
                write(&r.sub, dice, out);
            }
        }
        HirKind::Capture(c) => write(&c.sub, dice, out),
        HirKind::Concat(all) => all.iter().for_each(|h| write(h, dice, out)),
        HirKind::Alternation(all) => write(&all[dice.below(all.len())], dice, out),
    }
}

fn pick(class: &Class, dice: &mut Dice) -> u8 {
    let fits = |b: u8| match class {
        Class::Bytes(class) => class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&b)),
        Class::Unicode(class) => class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&char::from(b))),
    };
    let letters: Vec<u8> = (b'!'..=b'~').filter(|b| fits(*b) && b.is_ascii_alphanumeric()).collect();
    let all: Vec<u8> = if letters.is_empty() { (0..=126).filter(|b| fits(*b)).collect() } else { letters };
    all[dice.below(all.len())]
}

/// Base62 with the checksum that GitHub and npm put at the end.
pub fn with_checksum(prefix: &str, dice: &mut Dice) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let body: Vec<u8> = (0..30).map(|_| DIGITS[dice.below(62)]).collect();
    let mut crc = flate2::Crc::new();
    crc.update(&body);
    let mut left = crc.sum();
    let mut sum = [b'0'; 6];
    for digit in sum.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(left % 62).expect("small")];
        left /= 62;
    }
    format!("{prefix}{}{}", String::from_utf8_lossy(&body), String::from_utf8_lossy(&sum))
}
