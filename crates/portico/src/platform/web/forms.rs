//! Fields: label above, "needed" or "optional" beside it, hint and error below and tied to the field.

use maud::{Markup, html};

use super::marks::{Shape, Tone, mark};

/// The hidden fields that prove a form is ours and say for which company it was made: `token` is the session's token
/// and, after a blank, the company (`visit.csrf` holds both).
pub fn csrf(token: &str) -> Markup {
    let (token, made_for) = match token.split_once(' ') {
        Some((token, made_for)) => (token, Some(made_for)),
        None => (token, None),
    };
    html! {
        input type="hidden" name="csrf" value=(token);
        @if let Some(made_for) = made_for { input type="hidden" name="customer" value=(made_for); }
    }
}

/// A field with one line of text, or a base for [`select`] and [`textarea`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'a> {
    /// Name in the form; the id is made of it.
    pub name: &'a str,
    /// Words above.
    pub label: &'a str,
    /// Grey words beside the label: "needed", "if you mind".
    pub need: &'a str,
    /// What is in it now, kept after an error.
    pub value: &'a str,
    /// Kind of input: "text" when empty, else "email", "password", "date", "search" …
    pub kind: &'a str,
    /// Id of the `<datalist>` of what is offered while one types.
    pub list: &'a str,
    /// Words beneath.
    pub hint: &'a str,
    /// What is wrong with it.
    pub error: &'a str,
    /// Words in the empty field.
    pub placeholder: &'a str,
    /// What browsers may fill in ("email", "current-password").
    pub autocomplete: &'a str,
    /// Most characters; 0 for no limit.
    pub longest: usize,
    /// Whether the browser asks for it too.
    pub required: bool,
    /// Where the cursor is at first.
    pub focus: bool,
}

/// A choice of a select or radio list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// Value sent.
    pub value: &'a str,
    /// Words shown.
    pub label: &'a str,
    /// Second line, radios only.
    pub second: &'a str,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A field of one line.
pub fn field(field: Field<'_>) -> Markup {
    field_with(field, None)
}

/// A field with a link at the right of its label ("Forgotten?").
pub fn field_with(field: Field<'_>, link: Option<(&str, &str)>) -> Markup {
    let kind = if field.kind.is_empty() { "text" } else { field.kind };
    let input = html! {
        input type=(kind) id=(id(field.name)) name=(field.name) value=(field.value) placeholder=[some(field.placeholder)]
            autocomplete=[some(field.autocomplete)] maxlength=[(field.longest > 0).then_some(field.longest)] required[field.required]
            list=[some(field.list)] autofocus[field.focus] aria-invalid=[invalid(&field)] aria-describedby=[described_by(&field)];
    };
    around(field, link, input)
}

/// A field of several lines.
pub fn textarea(field: Field<'_>, rows: u8) -> Markup {
    let input = html! {
        textarea id=(id(field.name)) name=(field.name) rows=(rows) placeholder=[some(field.placeholder)]
            maxlength=[(field.longest > 0).then_some(field.longest)] required[field.required]
            aria-invalid=[invalid(&field)] aria-describedby=[described_by(&field)] { (field.value) }
    };
    around(field, None, input)
}

/// A list to choose from.
pub fn select(field: Field<'_>, choices: &[Choice<'_>]) -> Markup {
    let input = html! {
        span.select {
            select id=(id(field.name)) name=(field.name) required[field.required] aria-invalid=[invalid(&field)] aria-describedby=[described_by(&field)] {
                @for choice in choices { option value=(choice.value) selected[choice.chosen] { (choice.label) } }
            }
        }
    };
    around(field, None, input)
}

/// A small select within a line of controls, named for those who do not see it; its form may carry `data-auto`.
pub fn inline_select(name: &str, label: &str, choices: &[Choice<'_>]) -> Markup {
    html! {
        span.select.inline {
            select name=(name) aria-label=(label) { @for choice in choices { option value=(choice.value) selected[choice.chosen] { (choice.label) } } }
        }
    }
}

/// A list of radio buttons with a second line each.
pub fn radios(field: Field<'_>, choices: &[Choice<'_>]) -> Markup {
    html! {
        fieldset.radios aria-describedby=[described_by(&field)] {
            legend.hidden { (field.label) }
            @for choice in choices {
                label.radio {
                    input type="radio" name=(field.name) value=(choice.value) checked[choice.chosen];
                    span { span.what { (choice.label) } @if !choice.second.is_empty() { span.second { (choice.second) } } }
                }
            }
            (below(&field))
        }
    }
}

/// A tick box with its words.
pub fn tick(name: &str, value: &str, label: &str, checked: bool) -> Markup {
    html! { label.tick { input type="checkbox" name=(name) value=(value) checked[checked]; span { (label) } } }
}

/// A tick box in a table's row or head: its name is only heard.
pub fn row_tick(name: &str, value: &str, label: &str, checked: bool) -> Markup {
    html! { input type="checkbox" name=(name) value=(value) aria-label=(label) checked[checked]; }
}

/// The sentence beneath a field or row that says what is wrong, with links that mend it.
pub fn error_line(id: &str, sentence: Markup) -> Markup {
    html! { span.said.bad id=(id) { (mark(Shape::Triangle, Tone::Bad)) " " (sentence) } }
}

fn around(field: Field<'_>, link: Option<(&str, &str)>, input: Markup) -> Markup {
    html! {
        div.field {
            div.field-head {
                label for=(id(field.name)) { (field.label) @if !field.need.is_empty() { " " span.need { (field.need) } } }
                @if let Some((word, href)) = link { a href=(href) { (word) } }
            }
            (input)
            (below(&field))
        }
    }
}

fn below(field: &Field<'_>) -> Markup {
    html! {
        @if !field.error.is_empty() {
            p.error id={ (id(field.name)) "-error" } { (mark(Shape::Triangle, Tone::Bad)) span { (field.error) } }
        }
        @if !field.hint.is_empty() { p.hint id={ (id(field.name)) "-hint" } { (field.hint) } }
    }
}

fn id(name: &str) -> String {
    super::dom_id("field", name)
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn invalid(field: &Field<'_>) -> Option<&'static str> {
    (!field.error.is_empty()).then_some("true")
}

fn described_by(field: &Field<'_>) -> Option<String> {
    let id = id(field.name);
    match (field.error.is_empty(), field.hint.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("{id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, false) => Some(format!("{id}-error {id}-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_tied_to_the_field_and_the_value_kept() {
        let html = field(Field {
            name: "reference",
            label: "Your reference",
            value: "PO <7740>",
            error: "Too long.",
            ..Field::default()
        })
        .into_string();
        assert!(html.contains(r#"aria-invalid="true" aria-describedby="field-reference-error""#));
        assert!(html.contains(r#"id="field-reference-error""#));
        assert!(html.contains("PO &lt;7740&gt;"));
        assert!(html.contains(r#"<label for="field-reference">"#));
    }
}
