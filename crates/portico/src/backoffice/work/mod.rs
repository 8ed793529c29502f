//! What there is to do: queues of work, each a count and a list. Reading only; the deeds stand with what they are done to.

pub mod staff;
pub mod staff_view;
pub mod store;

#[cfg(test)]
mod tests;

/// A queue of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Orders that somebody looks at before they count as confirmed.
    ToReview,
    /// Orders of which something can be released now; those that go out whole only once all of it is reserved.
    ToPick,
    /// Those among them of which something waited for stock and has it now.
    Covered,
    /// Goods-out notes that are to be picked.
    Picking,
    /// Goods-out notes whose parcels wait for the carrier.
    ToShip,
    /// What has not reached the ERP or a mailbox.
    HandOver,
}

impl Queue {
    /// All of them, in the order in which work goes through them.
    pub const ALL: [Queue; 6] = [
        Queue::ToReview,
        Queue::ToPick,
        Queue::Covered,
        Queue::Picking,
        Queue::ToShip,
        Queue::HandOver,
    ];

    /// Address of its list.
    #[must_use]
    pub fn href(self) -> &'static str {
        match self {
            Queue::ToReview => "/staff/orders?status=placed",
            Queue::ToPick => "/staff/work",
            Queue::Covered => "/staff/work?covered=yes",
            Queue::Picking => "/staff/goods-out?state=open",
            Queue::ToShip => "/staff/goods-out?state=packed",
            Queue::HandOver => "/staff/hand-over",
        }
    }

    /// Key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Queue::ToReview => "queue-to-review",
            Queue::ToPick => "queue-to-pick",
            Queue::Covered => "queue-covered",
            Queue::Picking => "queue-picking",
            Queue::ToShip => "queue-to-ship",
            Queue::HandOver => "queue-hand-over",
        }
    }
}
