//! The list of goods-out notes.

use crate::access::visit::StaffVisit;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::backoffice::goods_out::Note;
use crate::backoffice::goods_out::list::{self, NOTES};
use crate::backoffice::goods_out::staff_view::list as view;

pub(super) static LIST: ListPage<StaffVisit, Note> = ListPage {
    listing: &NOTES,
    file: "/staff/goods-out/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "goods-out",
    said: Said {
        title: "notes-of-goods-title",
        context: "notes-of-goods-context",
        none: "notes-of-goods-none",
        none_what: "notes-of-goods-none-what",
    },
    way_on: WayOn::FromNothing("notes-of-goods-none-button", "/staff/work?queue=to_pick"),
    rows: list::list,
    columns: view::columns,
    given: no_offers,
    above: nothing_there,
    below: nothing_there,
};
