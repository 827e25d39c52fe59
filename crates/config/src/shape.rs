//! Walks a parsed file along the schema: finds every key that does not exist and every value of the wrong
//! kind in one go, and takes them out, so that the rest can be read. Fills in values of the environment.

use crate::problem::{Entry, Issue};
use crate::schema::{NOT_USED_YET, SHAPE, choices};
use crate::suggest::nearest;
use serde_json::{Map, Value};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

type Schema = Map<String, Value>;
type Key<'i> = Spanned<DeString<'i>>;
type Node<'i> = Spanned<DeValue<'i>>;

/// What the walk found.
pub(crate) struct Shape<'e> {
    env: &'e dyn Fn(&str) -> Option<String>,
    /// What is wrong.
    pub issues: Vec<Issue>,
    /// Parts that have no effect yet: the byte where each begins and its name.
    pub unused: Vec<(usize, String)>,
    path: Vec<String>,
    entry: Option<Entry>,
}

impl<'e> Shape<'e> {
    /// Checks the whole file; afterwards it holds only what fits.
    pub fn walk(root: &mut DeTable<'_>, env: &'e dyn Fn(&str) -> Option<String>) -> Self {
        let mut shape = Self { env, issues: Vec::new(), unused: Vec::new(), path: Vec::new(), entry: None };
        if let Value::Object(schema) = &*SHAPE {
            shape.table(root, schema);
        }
        shape
    }

    fn problem(&mut self, span: Range<usize>, message: impl Into<String>) -> bool {
        self.issues.push(Issue { shape: true, ..Issue::new(span, message).within(self.entry.as_ref()) });
        false
    }

    /// Keeps the keys that exist and whose values fit.
    fn table(&mut self, table: &mut DeTable<'_>, schema: &Schema) -> bool {
        let properties = schema.get("properties").and_then(Value::as_object);
        let rest = schema.get("additionalProperties").and_then(Value::as_object);
        for (key, mut value) in std::mem::take(table) {
            let known = properties.and_then(|p| p.get(key.get_ref().as_ref())?.as_object()).or(rest);
            let Some(known) = known else {
                self.unknown_key(&key, &value, properties);
                continue;
            };
            self.path.push(key.get_ref().to_string());
            if known.contains_key(NOT_USED_YET) {
                self.unused.push((header_start(&key, &value), brackets(&self.path, known)));
            }
            if self.value(&mut value, known) {
                table.insert(key, value);
            }
            self.path.pop();
        }
        true
    }

    /// Does the value fit? One that does not is reported.
    fn value(&mut self, value: &mut Node<'_>, schema: &Schema) -> bool {
        let span = value.span();
        if let Some(words) = choices(schema) {
            return self.text(value, schema) && self.choice(value, &words);
        }
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
        match (kind, value.get_mut()) {
            ("string", _) => self.text(value, schema),
            ("integer", DeValue::Integer(number)) => {
                let number = i128::from_str_radix(number.as_str(), number.radix()).ok();
                match outside(number, schema) {
                    Some(limits) => self.problem(span, limits),
                    None => true,
                }
            }
            ("boolean", DeValue::Boolean(_)) => true,
            ("array", DeValue::Array(items)) => self.array(items, schema),
            ("object", DeValue::Table(table)) => self.table(table, schema),
            ("", _) => true,
            _ => self.problem(span, format!("needs {}", wanted(&self.path, schema))),
        }
    }

    /// Keeps the items that fit.
    fn array(&mut self, items: &mut DeArray<'_>, schema: &Schema) -> bool {
        let Some(schema) = schema.get("items").and_then(Value::as_object) else { return true };
        for mut item in std::mem::replace(items, DeArray::new()) {
            if matches!(item.get_ref(), DeValue::Table(_)) && schema.contains_key("properties") {
                self.entry = Some(Entry { list: self.path.join("."), start: item.span().start });
            }
            if self.value(&mut item, schema) {
                items.push(item);
            }
            self.entry = None;
        }
        true
    }

    /// A text, a day written without quotes, or a reference to the environment, which is replaced by its value.
    fn text(&mut self, value: &mut Node<'_>, schema: &Schema) -> bool {
        let span = value.span();
        let day = schema.get("format").is_some_and(|f| f == "date");
        let filled = match value.get_ref() {
            DeValue::String(_) => return true,
            DeValue::Datetime(date) if day && date.time.is_none() => date.to_string(),
            DeValue::Table(table) => match env_name(table) {
                Some(name) => match (self.env)(name) {
                    Some(text) => text,
                    None => {
                        let message = format!("the environment has no {name}; set it, or write the value here");
                        return self.problem(span, message);
                    }
                },
                None => {
                    let wanted = wanted(&self.path, schema);
                    return self.problem(span, format!("needs {wanted}, or {{ env = \"NAME\" }}"));
                }
            },
            _ => return self.problem(span, format!("needs {}", wanted(&self.path, schema))),
        };
        *value.get_mut() = DeValue::String(filled.into());
        true
    }

    /// Is the text one of the words?
    fn choice(&mut self, value: &Node<'_>, words: &[&str]) -> bool {
        let DeValue::String(text) = value.get_ref() else { return false };
        if words.contains(&text.as_ref()) {
            return true;
        }
        let all = words.join(", ");
        let severity = words.contains(&"blocker");
        let message = match text.to_lowercase().as_str() {
            "off" | "none" | "ignore" | "info" | "allow" if severity => {
                format!("a severity is one of {all}; to accept a finding, write a [[waiver]]")
            }
            "critical" | "error" | "fatal" if severity => format!("needs one of {all}; did you mean \"blocker\"?"),
            other => match nearest(other, words.iter().copied()) {
                Some(word) => format!("needs one of {all}; did you mean \"{word}\"?"),
                None => format!("needs one of {all}"),
            },
        };
        self.problem(value.span(), message)
    }

    fn unknown_key(&mut self, key: &Key<'_>, value: &Node<'_>, properties: Option<&Schema>) {
        let start = header_start(key, value);
        let is_table = match value.get_ref() {
            DeValue::Table(_) => true,
            DeValue::Array(items) => items.iter().any(|i| matches!(i.get_ref(), DeValue::Table(_))),
            _ => false,
        };
        let what = if is_table { "table" } else { "key" };
        let hint = self.meant(key.get_ref(), properties);
        self.issues.push(Issue {
            span: key.span(),
            start,
            entry: self.entry.clone(),
            shape: true,
            message: format!("unknown {what}; {hint}"),
        });
    }

    /// What was probably meant: a key like it, a key of that name elsewhere, or one of those that exist.
    fn meant(&self, key: &str, properties: Option<&Schema>) -> String {
        let empty = Schema::new();
        let properties = properties.unwrap_or(&empty);
        let written = |name: &str| {
            let mut path = self.path.clone();
            path.push(name.to_owned());
            properties.get(name).and_then(Value::as_object).map_or_else(|| name.to_owned(), |s| brackets(&path, s))
        };
        if let Some(name) = nearest(key, properties.keys().map(String::as_str)) {
            return format!("did you mean {}?", written(name));
        }
        match home_of(key) {
            Some(table) => format!("it belongs under {table}"),
            None => format!("there are {}", properties.keys().map(|k| written(k)).collect::<Vec<_>>().join(", ")),
        }
    }
}

/// The table that has a key of this name, if only one has.
fn home_of(key: &str) -> Option<String> {
    let top = SHAPE.get("properties")?.as_object()?;
    let has = |schema: &Value| schema.get("properties").is_some_and(|p| p.get(key).is_some());
    let mut homes = top.iter().filter(|(_, s)| has(s) || s.get("items").is_some_and(has));
    let (name, schema) = homes.next()?;
    let alone = homes.next().is_none() && !top.contains_key(key);
    alone.then(|| brackets(std::slice::from_ref(name), schema.as_object().unwrap_or(&Schema::new())))
}

/// Where a table's header begins, or the key, if the value has no header.
fn header_start(key: &Key<'_>, value: &Node<'_>) -> usize {
    let headed = matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
    if headed { key.span().start.min(value.span().start) } else { key.span().start }
}

/// `[app]`, `[[route]]` or `apex`, as it is written in the file.
pub(crate) fn brackets(path: &[String], schema: &Schema) -> String {
    let name = path.join(".");
    let is_map = |s: &Schema| s.contains_key("properties") || s.contains_key("additionalProperties");
    let list = schema.get("items").and_then(Value::as_object).is_some_and(is_map);
    let later = !schema.contains_key("type") && schema.contains_key(NOT_USED_YET);
    match path.last() {
        _ if list => format!("[[{name}]]"),
        _ if later || is_map(schema) => format!("[{name}]"),
        Some(key) => key.clone(),
        None => name,
    }
}

/// The variable's name in `{ env = "NAME" }`.
fn env_name<'t>(table: &'t DeTable<'_>) -> Option<&'t str> {
    let value = table.get("env").filter(|_| table.len() == 1)?;
    match value.get_ref() {
        DeValue::String(name) if !name.is_empty() => Some(name),
        _ => None,
    }
}

/// What the number should be, when it lies outside the limits.
fn outside(number: Option<i128>, schema: &Schema) -> Option<String> {
    let limit = |key: &str| schema.get(key).and_then(Value::as_i64).map(i128::from);
    let (low, high) = (limit("minimum").unwrap_or(0), limit("maximum").unwrap_or(i128::from(u32::MAX)));
    let inside = number.is_some_and(|n| (low..=high).contains(&n));
    (!inside).then(|| format!("needs a whole number from {low} to {high}{}", example(schema)))
}

/// What stands here, in words and with an example.
fn wanted(path: &[String], schema: &Schema) -> String {
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        _ if choices(schema).is_some() => format!("one of {}", choices(schema).unwrap_or_default().join(", ")),
        "string" if schema.get("format").is_some_and(|f| f == "date") => {
            format!("a day{}", example(schema))
        }
        "string" => format!("a text in quotes{}", example(schema)),
        "integer" => format!("a whole number{}", example(schema)),
        "boolean" => "true or false, without quotes".to_owned(),
        "array" => match brackets(path, schema) {
            name if name.starts_with('[') => format!("a list of tables, each opened by {name}"),
            _ => format!("a list{}", example(schema)),
        },
        _ => match schema.get("properties").and_then(Value::as_object).and_then(first_key) {
            Some(line) if path.len() == 1 => format!("a table: {} and below it {line}", brackets(path, schema)),
            Some(line) => format!("a table, such as {{ {line} }}"),
            None => format!("a table, opened by [{}]", path.join(".")),
        },
    }
}

/// `name = "Acme"`: the key that says most about a table.
fn first_key(properties: &Schema) -> Option<String> {
    let (key, schema) = properties.get_key_value("name").or_else(|| properties.iter().next())?;
    Some(format!("{key} = {}", schema.get("examples")?.get(0)?))
}

fn example(schema: &Schema) -> String {
    let first = schema.get("examples").and_then(|e| e.get(0));
    first.map_or_else(String::new, |e| format!(", such as {e}"))
}
