//! The shelf: what is derived of products, their assortments and what customers bought is what it is derived from.

use super::Findings;
use crate::args;
use crate::catalogue::shelf::walk;
use crate::platform::db::{DbError, View};

/// Every product that a rule is about: assortment, product, whether the rule shuts it out. A category's rule is about
/// all below it, too.
macro_rules! with_rules {
    ($rest:literal) => {
        concat!(
            "with about as (
                 select r.assortment_id as assortment_id, p.id as product_id, r.excluded as excluded
                 from assortment_rules r
                 join categories c on c.id = r.subject_id
                 join categories below on below.path_key = c.path_key
                     or substr(below.path_key, 1, length(c.path_key) + 3) = c.path_key || ' > '
                 join products p on p.category_id = below.id
                 where r.kind = 'category'
                 union all
                 select r.assortment_id, p.id, r.excluded
                 from assortment_rules r join products p on p.brand_id = r.subject_id where r.kind = 'brand'
                 union all
                 select r.assortment_id, t.product_id, r.excluded
                 from assortment_rules r join product_tags t on t.tag_id = r.subject_id where r.kind = 'tag'
                 union all
                 select r.assortment_id, r.subject_id, r.excluded
                 from assortment_rules r where r.kind = 'product'",
            $rest
        )
    };
}

const SHUT_OUT: &str = with_rules!(
    ") select a.code, p.sku from assortment_products m
     join assortments a on a.id = m.assortment_id join products p on p.id = m.product_id
     where (m.assortment_id, m.product_id) in (select assortment_id, product_id from about where excluded)
     order by a.code, p.sku limit 1000"
);
const MISSING: &str = with_rules!(
    ") select distinct a.code, p.sku from about x
     join assortments a on a.id = x.assortment_id join products p on p.id = x.product_id
     where not x.excluded
       and (x.assortment_id, x.product_id) not in (select assortment_id, product_id from about where excluded)
       and not exists (select 1 from assortment_products m
           where m.assortment_id = x.assortment_id and m.product_id = x.product_id)
     order by a.code, p.sku limit 1000"
);
const UNASKED: &str = with_rules!(
    ") select a.code, p.sku from assortment_products m
     join assortments a on a.id = m.assortment_id join products p on p.id = m.product_id
     where not m.named
       and (m.assortment_id, m.product_id) not in (select assortment_id, product_id from about where not excluded)
     order by a.code, p.sku limit 1000"
);
const LOST: &str = with_rules!(
    ") select a.code, p.sku from assortment_held h
     join assortments a on a.id = h.assortment_id join products p on p.id = h.product_id
     where (h.assortment_id, h.product_id) not in (select assortment_id, product_id from about where excluded)
     order by a.code, p.sku limit 1000"
);
const KEYS: &str = "select a.code, p.sku from assortment_products m
     join assortments a on a.id = m.assortment_id join products p on p.id = m.product_id
     where coalesce(m.sku_key, '') <> case when p.listed then p.sku_key else '' end
        or coalesce(m.name_key, '') <> case when p.listed then p.name_key else '' end
        or coalesce(m.listed_day, '') <> case when p.listed then p.listed_day else '' end
     order by a.code, p.sku limit 1000";

const FLAGS: &str = "select sku, listed, available, is_available,
         state in ('sellable', 'visible') and (when_out <> 'hide' or is_available)
     from (select p.sku, p.listed, p.available, p.state, p.when_out,
             p.stock_label <> 'sold_out'
             and (p.stock_kind <> 'tracked' or coalesce((select sum(s.on_hand - s.allocated) from stock s
                 where s.product_id = p.id and s.location = 'main'), 0) > 0) as is_available
           from products p) f
     where available <> is_available
        or listed <> (state in ('sellable', 'visible') and (when_out <> 'hide' or is_available))
     order by sku limit 1000";

const BOUGHT: &str = "select c.number, p.sku, k.times, coalesce(l.times, 0)
     from customer_products k
     join customers c on c.id = k.customer_id join products p on p.id = k.product_id
     left join (
         select l.customer_id, l.product_id, count(*) as times, max(o.placed_day) as last_day
         from order_lines l join orders o on o.id = l.order_id
         where l.product_id is not null group by l.customer_id, l.product_id
     ) l on l.customer_id = k.customer_id and l.product_id = k.product_id
     where k.times <> coalesce(l.times, 0) or coalesce(k.last_day, '') <> coalesce(l.last_day, '')
     order by c.number, p.sku limit 1000";
const NOT_BOUGHT: &str = "select c.number, p.sku, cast(0 as bigint), count(*)
     from order_lines l join customers c on c.id = l.customer_id join products p on p.id = l.product_id
     where not exists (select 1 from customer_products k
         where k.customer_id = l.customer_id and k.product_id = l.product_id)
     group by c.number, p.sku order by c.number, p.sku limit 1000";

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    for (sku, listed, available, is_available, is_listed) in
        view.all::<(String, bool, bool, bool, bool)>(FLAGS, args![])?
    {
        let detail = format!(
            "it says listed {listed}, available {available}; it is listed {is_listed}, available {is_available}"
        );
        findings.breach("shelf_flags", format!("product {sku}"), detail);
    }
    for sql in [BOUGHT, NOT_BOUGHT] {
        for (customer, sku, says, are) in view.all::<(String, String, i64, i64)>(sql, args![])? {
            let detail =
                format!("bought {says} times, or on another day, than its {are} order lines say");
            findings.breach("shelf_bought", format!("customer {customer}, product {sku}"), detail);
        }
    }
    // A change that is still being carried out is no breach.
    if walk::underway(view)?.is_some() {
        return Ok(());
    }
    for (sql, detail) in [
        (SHUT_OUT, "a rule shuts it out, and it is in"),
        (MISSING, "a rule takes it in, and it is not in"),
        (UNASKED, "no rule takes it in and nobody named it, and it is in"),
        (LOST, "it was named, no rule shuts it out any more, and it is not in"),
        (KEYS, "its keys are not the product's"),
    ] {
        for (assortment, sku) in view.all::<(String, String)>(sql, args![])? {
            let object = format!("assortment {assortment}, product {sku}");
            findings.breach("shelf_assortment", object, detail.to_owned());
        }
    }
    Ok(())
}
