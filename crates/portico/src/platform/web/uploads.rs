//! The field that takes files.

use super::forms::Field;
use super::marks::{Shape, Tone, mark};
use maud::{Markup, html};

/// A field for files of these kinds (`image/png,image/jpeg`); `several` lets more than one be chosen.
pub fn file_field(field: &Field<'_>, accept: &str, several: bool) -> Markup {
    let id = super::dom_id("field", field.name);
    let (error, hint) = (format!("{id}-error"), format!("{id}-hint"));
    let mut described = Vec::new();
    if !field.error.is_empty() {
        described.push(error.as_str());
    }
    if !field.hint.is_empty() {
        described.push(hint.as_str());
    }
    let by = (!described.is_empty()).then(|| described.join(" "));
    html! {
        div.field {
            div.field-head {
                label for=(id) { (field.label) @if !field.need.is_empty() { " " span.need { (field.need) } } }
            }
            input.file type="file" id=(id) name=(field.name) accept=[(!accept.is_empty()).then_some(accept)] multiple[several]
                required[field.required] aria-invalid=[(!field.error.is_empty()).then_some("true")] aria-describedby=[by];
            @if !field.error.is_empty() { p.error id=(error) { (mark(Shape::Triangle, Tone::Bad)) span { (field.error) } } }
            @if !field.hint.is_empty() { p.hint id=(hint) { (field.hint) } }
        }
    }
}
