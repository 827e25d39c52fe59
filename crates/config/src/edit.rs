//! Changes a `launch.toml` in place; every comment and every other line stays as it is.

use crate::problem::Problems;
use crate::syntax;
use model::report::Waiver;
use model::{Claim, Said};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// Adds a waiver. One of the same check, subject and key is renewed instead.
///
/// # Errors
/// [`Problems`] when the text is no TOML; whoever called [`crate::parse`] before won't see them.
pub fn add_waiver(text: &str, waiver: &Waiver) -> Result<String, Problems> {
    let mut fields = vec![("check", waiver.check.clone()), ("subject", waiver.subject.clone())];
    fields.extend(waiver.key.iter().map(|key| ("key", key.clone())));
    fields.push(("reason", waiver.reason.clone()));
    fields.push(("by", waiver.by.clone()));
    fields.push(("until", waiver.until.0.to_string()));
    add(text, "waiver", &["check", "subject", "key"], &fields)
}

/// Adds an attestation. One of the same check and subject is renewed instead.
///
/// # Errors
/// [`Problems`] when the text is no TOML; whoever called [`crate::parse`] before won't see them.
pub fn add_attestation(text: &str, claim: &Claim) -> Result<String, Problems> {
    let mut fields = vec![("check", claim.check.clone())];
    // "*" is what a missing subject means, so it is not written.
    fields.extend((claim.subject != "*").then(|| ("subject", claim.subject.clone())));
    fields.extend((claim.said != Said::Yes).then(|| ("answer", claim.said.word().to_owned())));
    fields.push(("by", claim.attestation.by.clone()));
    fields.push(("evidence", claim.attestation.evidence.clone()));
    fields.extend(claim.attestation.sha256.iter().map(|sum| ("sha256", sum.clone())));
    fields.push(("until", claim.attestation.until.0.to_string()));
    add(text, "attestation", &["check", "subject"], &fields)
}

/// Puts a table of these fields into a list, in the form that the list has: `[[list]]` or `list = [{ … }]`.
fn add(text: &str, list: &str, same: &[&str], fields: &[(&str, String)]) -> Result<String, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document: DocumentMut = match text.parse() {
        Ok(document) => document,
        Err(_) => {
            let (_, errors) = toml::de::DeTable::parse_recoverable(text);
            return Err(Problems::new("launch.toml", text, syntax::issues(text, &errors)));
        }
    };
    let matches = |t: &dyn TableLike| {
        let wanted = |key: &str| fields.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_str());
        same.iter()
            .all(|key| t.get(key).and_then(Item::as_str).filter(|v| *v != "*" || list == "waiver") == wanted(key))
    };
    match document.get_mut(list) {
        Some(Item::Value(Value::Array(items))) => add_inline(items, matches, fields),
        Some(Item::ArrayOfTables(tables)) => add_table(tables, matches, fields),
        Some(_) => {
            let message = format!("{list} needs to be a list of tables, each opened by [[{list}]]");
            return Err(Problems::of_file("launch.toml", message));
        }
        None => {
            let mut table = table_of(fields);
            after_everything(&mut document, &mut table);
            let mut tables = ArrayOfTables::new();
            tables.push(table);
            document.insert(list, Item::ArrayOfTables(tables));
        }
    }
    Ok(document.to_string())
}

fn add_table(tables: &mut ArrayOfTables, matches: impl Fn(&dyn TableLike) -> bool, fields: &[(&str, String)]) {
    if let Some(table) = tables.iter_mut().find(|t| matches(*t)) {
        return renew(table, fields);
    }
    tables.push(table_of(fields));
}

fn add_inline(items: &mut Array, matches: impl Fn(&dyn TableLike) -> bool, fields: &[(&str, String)]) {
    if let Some(Value::InlineTable(table)) = items.iter_mut().find(|v| v.as_inline_table().is_some_and(|t| matches(t)))
    {
        return renew(table, fields);
    }
    items.push(fields.iter().map(|(key, text)| (*key, Value::from(text.as_str()))).collect::<InlineTable>());
}

/// What belonged to the old answer alone must not stand beside the new one.
fn renew(table: &mut dyn TableLike, fields: &[(&str, String)]) {
    for key in ["answer", "sha256"] {
        if !fields.iter().any(|(k, _)| *k == key) {
            table.remove(key);
        }
    }
    fields.iter().for_each(|(key, text)| set(table, key, text));
}

fn table_of(fields: &[(&str, String)]) -> Table {
    let mut table = Table::new();
    fields.iter().for_each(|(key, text)| set(&mut table, key, text));
    table.decor_mut().set_prefix("\n");
    table
}

/// Sets a value; a comment behind the old one stays.
fn set(table: &mut dyn TableLike, key: &str, text: &str) {
    let mut value = Value::from(text);
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(value));
}

/// Comments at the end of a file stay in front of what is added, and an empty line parts the two.
fn after_everything(document: &mut DocumentMut, table: &mut Table) {
    let mut trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    let empty = document.is_empty() && trailing.is_empty();
    document.set_trailing("");
    if !trailing.is_empty() && !trailing.ends_with('\n') {
        trailing.push('\n');
    }
    if !empty && !trailing.ends_with("\n\n") {
        trailing.push('\n');
    }
    table.decor_mut().set_prefix(trailing);
}
