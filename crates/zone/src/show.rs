//! Values: octets of the wire to the words of a file.

use crate::codec::{to_base64, to_hex};
use crate::kind::{Field, Kind};
use crate::name::Name;
use crate::service;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A value in zone-file form, names with their final dot. Octets that do not fit the type are written as `\# LENGTH HEX`.
#[must_use]
pub fn show(kind: Kind, data: &[u8]) -> String {
    let known = kind.fields().and_then(|fields| known(fields, data));
    known.unwrap_or_else(|| format!("\\# {} {}", data.len(), to_hex(data)).trim_end().to_owned())
}

fn known(fields: &[Field], data: &[u8]) -> Option<String> {
    let mut rest = data;
    let mut words = Vec::new();
    for field in fields {
        match field {
            Field::U8 => words.push(take(&mut rest, 1)?[0].to_string()),
            Field::U16 => words.push(u16::from_be_bytes(take(&mut rest, 2)?.try_into().ok()?).to_string()),
            Field::U32 | Field::Time => {
                words.push(u32::from_be_bytes(take(&mut rest, 4)?.try_into().ok()?).to_string())
            }
            Field::V4 => words.push(Ipv4Addr::from(<[u8; 4]>::try_from(take(&mut rest, 4)?).ok()?).to_string()),
            Field::V6 => words.push(Ipv6Addr::from(<[u8; 16]>::try_from(take(&mut rest, 16)?).ok()?).to_string()),
            Field::Name => {
                let (name, used) = Name::from_wire(rest)?;
                rest = rest.get(used..)?;
                words.push(name.to_string());
            }
            Field::Text => words.push(quoted_octets(text(&mut rest)?)),
            Field::Texts => {
                words.push(quoted_octets(text(&mut rest)?));
                while !rest.is_empty() {
                    words.push(quoted_octets(text(&mut rest)?));
                }
            }
            Field::Tag => {
                let tag = text(&mut rest).filter(|t| !t.is_empty() && t.iter().all(u8::is_ascii_alphanumeric))?;
                words.push(String::from_utf8(tag.to_vec()).ok()?);
            }
            Field::Rest => words.push(quoted_octets(std::mem::take(&mut rest))),
            Field::Hex => words.push(Some(to_hex(std::mem::take(&mut rest))).filter(|t| !t.is_empty())?),
            Field::Base64 => words.push(Some(to_base64(std::mem::take(&mut rest))).filter(|t| !t.is_empty())?),
            Field::Params => {
                let text = service::show(std::mem::take(&mut rest))?;
                words.extend((!text.is_empty()).then_some(text));
            }
        }
    }
    rest.is_empty().then(|| words.join(" "))
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(n)?;
    *rest = tail;
    Some(head)
}

/// A character string: one octet of length, then so many.
fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::from(take(rest, 1)?[0]);
    take(rest, length)
}

/// Octets in quotes; whatever is not printable as three digits (RFC 1035 §5.1).
pub(crate) fn quoted_octets(octets: &[u8]) -> String {
    let mut out = String::from("\"");
    for octet in octets {
        match octet {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(*octet));
            }
            0x20..=0x7E => out.push(char::from(*octet)),
            _ => out.push_str(&format!("\\{octet:03}")),
        }
    }
    out.push('"');
    out
}
