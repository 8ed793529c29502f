# Every text of Portico in English. One key a line, grouped by slice; keys start with the slice's word.

## Said everywhere
lines-count = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}

## Problems (problem.rs)
problem-not-found = There is nothing here, or it is not yours to see.
problem-not-allowed = Your role does not allow this. Ask a colleague who manages your logins, or ask us.
problem-invalid = Some fields need another look.
problem-try-later = We are busy right now. Nothing was done; try again in a moment.
problem-unsure = We are checking whether that went through. Send it once more: it is done only once.
problem-no-database = We cannot reach our records right now. Nothing was done; try again in a moment.
problem-unexpected = Something went wrong on our side. Nothing was done, and we have been told.
problem-key-reused = This idempotency key was used before for something else. Draw a new key for a new request.

## Signing in
sign-in-title = Sign in
sign-in-context = Your prices, our stock, your orders and invoices.
sign-in-name = E-mail address or username
sign-in-password = Password
sign-in-forgotten = Forgotten?
sign-in-button = Sign in
sign-in-no-login = No login yet? Logins are opened by us.
sign-in-no-match = That name and password don't match. { $left ->
    [one] One more try
   *[other] { $left } more tries
} before a ten-minute pause.
sign-in-no-match-last = That name and password don't match. That was the last try for now: the pause has begun.
sign-in-paused = Too many tries. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}, or set a new password by mail.
sign-in-acts-for-nobody = Your login acts for nobody at present. Ask a colleague who manages your logins, or ask us.
contact-both = Call { $phone } or write to { $email }.
contact-phone = Call { $phone }.
contact-email = Write to { $email }.
contact-none = Ask the person you deal with.
forgotten-title = Forgotten password
forgotten-context = We send you a link with which you set a new one.
forgotten-button = Send me a link
forgotten-back = Back to signing in
forgotten-sent = If we know that name, a link is on its way. It works once, for two hours. Nothing there after some minutes? Look among unwanted mail, or ask us.
link-invite-title = Choose your password
link-invite-context = Welcome, { $name }. You sign in with your e-mail address and the password you choose here.
link-reset-title = Set a new password
link-reset-context = { $name }, choose a new password. It signs you out everywhere else.
link-button = Save and sign in
first-owner-title = The first owner
first-owner-context = Nobody of the wholesaler has a login yet. The owner made here may change every setting and invite the others. This page works once.
first-owner-name = Your name
first-owner-email = E-mail address
link-ended-title = This link has ended
link-ended-what = Links work once, and only for a while. If you have set your password already, sign in; else have a new link sent to you.
link-ended-invite = An invitation that ran out is renewed by us.
password-title = Change password
password-context = Changing it signs you out everywhere else.
password-must-change = You signed in with a first password. Choose one of your own to go on.
password-current = Password until now
password-new = New password
password-again = The same once more
password-hint = At least 10 characters. Several words make a good one.
password-button = Save password
password-changed = Your password is changed. Everywhere else you are signed out.
password-wrong = That is not your password until now.
password-too-short = Too short: it needs 10 characters at least.
password-too-long = Too long: 200 characters at most.
password-own-name = Don't use your own name or address.
password-common = Too many people use this one. Choose another.
password-differs = The two are not the same.
password-same = That is the one you have. Choose another.

## Forms that were not taken
refused-signed-out = You were signed out
refused-signed-out-what = Nothing was sent. Sign in beside this page, come back and send it again.
refused-sign-in-beside = Sign in beside this page
refused-send-again = Send it again
refused-elsewhere = Not from one of our pages
refused-elsewhere-what = This came from another site, so nothing was done. Open the page here and start again.
refused-cookie = Your browser did not send our cookie
refused-cookie-what = Signing in needs cookies. Allow them for this site, then open the page once more.
refused-token = This page is from an earlier visit
refused-token-what = Nothing was done. Look at what you typed and send it again.
refused-other-customer = This form was for another customer
refused-other-customer-what = It was made for { $made }, and you act for { $now } now. Nothing was done, and nothing is lost.
refused-other-customer-lost = You act for { $now } now, and no longer for the customer this form was made for. Nothing was done.
refused-switch-and-send = Act for { $name } and send it
refused-typed = What you typed
refused-unreadable = We could not read that
refused-unreadable-what = Something in the form is not text as we know it. Nothing was done. Go back and look at it once more.
problem-unsupported-media-type = We cannot read this kind of content.
problem-method-not-allowed = This address does not take that kind of request.
problem-too-large = That is too much at once: 2 MB at most.
problem-bad-request = We could not read that.
problem-unauthenticated = There is no token, or it does not work.
problem-scope-missing = The token lacks the scope "{ $scope }".
problem-too-many-requests = Too many requests. Wait a moment.

## The frame of every page
frame-skip = Skip to the content
frame-menu = Main menu
frame-menu-open = Menu
frame-search-open = Search
frame-search = Search products, codes
frame-cart = Current order
frame-cart-goods = Goods
frame-cart-view = View current order
frame-acting-switch = Act for
frame-staff = Staff
frame-supplier = Supplier
frame-help = Help: { $phone }
frame-language = English
view-as-bar-read = You see this as { $customer }, with the rights of { $rights }, read-only.
view-as-bar-order = You order for { $customer }, with the rights of { $rights }. Staff and customer see that you did.
staff-order-for = placed by { $name } for { $customer }
view-as-order = Order for them
view-as-manager = a manager
view-as-look = Only look
view-as-stop = Stop
view-as-now-order = You order for { $name } now.
view-as-now-read = You only look now.
view-as-over = You no longer see the portal as the customer: the time was up.
view-as-read-only = You see the portal as a customer, read-only. Choose “Order for them” at the top of a page first.
view-as-own-page = That belongs to the login alone. Stop seeing the portal as a customer first.
view-as-staff-page = You see the portal as a customer. Choose “Stop” at the top of a page first.
menu-dashboard = Dashboard
menu-products = Products
menu-group-orders = Orders
menu-group-stock = Stock
menu-group-products = Products and prices
menu-group-customers = Customers
menu-group-portal = The portal
menu-orders = Orders
menu-backorders = Backorders
menu-cart = Current order
menu-logins = Logins
menu-work = Work
menu-tokens = Tokens
menu-settings = Settings
menu-me = Your login
menu-sign-out = Sign out
error-home = To the first page
error-not-allowed = Not for you to do
error-not-found = Nothing here
error-busy = One moment
error-ours = Something went wrong
error-refused = That did not work

## Logins (staff)
logins-title = Logins
logins-invite = Let somebody in
logins-newest = Newest logins
logins-name = Name
logins-email = E-mail address
logins-username = Username
logins-optional = optional
logins-customer = Customer's number
logins-for = Acts for
logins-role = Role
logins-state = State
logins-active = Has signed in
logins-pending = Invited
logins-send = Send invitation
logins-invited = The invitation to { $name } is on its way.
role-viewer = Viewer: sees, cannot order
role-buyer = Buyer: orders
role-approver = Approver: approves colleagues' orders
role-manager = Manager: invites colleagues
role-supplier = Supplier
role-read = Staff: sees everything
role-write = Staff: changes things
role-owner = Owner
invite-bad-email = That is not an e-mail address.
invite-name-required = We need a name.
invite-name-too-long = Too long: 100 characters at most.
invite-bad-username = A username has no blanks and no @.
invite-username-taken = Somebody else has this username.
invite-acts-already = This person acts for them already.
invite-no-customer = No customer has this number.
invite-no-role = Choose a role.

user-unknown = No login has this address.
token-choose-customer = The login acts for several, or not for this one: name one customer by its number.
token-no-scope = A scope is read, order, pay or manage.

## Mails of signing in
mail-hello = Hello { $name },
mail-sign-off = { $wholesaler }
mail-invitation-subject = Your login at { $wholesaler }
mail-invitation = { $wholesaler } has opened a login for you. Choose your password here:
mail-invitation-link = Choose your password
mail-invitation-again = { $wholesaler } lets you act for one more company. Sign in with the password you have:
mail-invitation-sign-in = Sign in
mail-invitation-ends = A link to choose a password works once, for seven days. If you expected nothing from us, leave it be.
mail-reset-subject = A new password at { $wholesaler }
mail-reset = Somebody, probably you, asked for a new password. Set it here:
mail-reset-link = Set a new password
mail-reset-ends = The link works once, for two hours. If it wasn't you, leave it be: your password stays as it is.

## Placing an order
line-unknown-code = There is no product with the code { $code } in your assortment.
line-comes-to-nothing = This comes to 0 at its price now, and we take no lines at 0 here. Ask us.
line-not-available = This product is no longer sold.
line-below-minimum = Sold from { $minimum } on.
line-not-a-multiple = Sold in packs of { $multiple }.
line-insufficient-stock = Only { $available } left, and it can't be backordered.
line-out-of-stock = Not enough in stock, and it can't be backordered.
line-price-changed = Price changed since you added it: { $old } → { $new }.
quantity-not-a-number = That is not a number.
quantity-not-positive = The quantity must be above 0.
quantity-too-many-decimals = This product is sold in whole steps; that number has too many decimals.
quantity-too-large = At most 1,000,000 in one line.
field-too-long = Too long: at most { $most } characters.
field-required = This is needed.
field-day-in-past = That day is over. Choose today or later.
field-bad-day = That is not a day.
field-unknown-address = That is not one of your delivery addresses.
field-bad-country = That is not a country code.
field-bad-postcode = That is not a postcode of this country.
field-no-address = Choose a delivery address, or give another one.
order-empty = There is nothing in your current order yet.
order-too-many-lines = An order has at most { $most } lines. Split it in two.
order-lines-refused = { $count ->
    [one] One line needs a look before the order can be placed. Nothing was placed.
   *[other] { $count } lines need a look before the order can be placed. Nothing was placed.
}
order-total-changed = The total changed while you were looking: { $old } → { $new }. Nothing was placed; look again and place it if you agree.
order-below-minimum = Orders start at { $minimum }. { $missing } of goods is missing.
order-above-maximum = Orders end at { $maximum }. { $excess } of goods is too much.
order-on-hold = Your account is on hold, so we can't take an order right now. Ask us and we'll sort it out.
credit-pay-first = Orders are paid in advance: there is no credit for them. Ask us how to pay.
credit-over-already = The credit limit of { $limit } is used up already: with this order it is passed by { $by }. Paying open invoices makes room.
credit-over-already-plain = The credit limit is used up already. Paying open invoices makes room.
credit-over-with-this = This order goes { $by } over the credit limit: { $left } of { $limit } is left. A smaller order fits.
credit-over-with-this-plain = This order goes over the credit limit. A smaller order fits.
credit-then-refused = It cannot be placed like this.
credit-then-review = It can be placed, and waits until we have looked at it.
credit-then-warn = It can be placed all the same.
terms-in-advance = in advance
account-title = Account details
account-limit = Credit limit
account-no-limit = None set
account-in-advance = Paid in advance
account-balance = Credit balance
account-overdue = { $amount } of it overdue
account-on-order-what = not yet invoiced
account-on-order-counts = counts against the limit
account-on-order-not = does not count against the limit
account-check-warn = You are told when an order goes over it
account-check-review = Orders over it wait for our look
account-check-refuse = Orders over it are not taken
account-on-hold = The account is on hold: no orders are taken at present. Call us.
account-contact = Contact details
account-contact-edit = Edit contact details
account-contact-what = Whom we ask for when something is unclear. People who sign in have their own address under Your login.
account-contact-refused = Your last change was not taken: { $why }
account-no-contact = We know nobody to ask for yet.
account-none = nothing
account-terms = Payment
account-people = Who signs in
account-manage = Manage
account-goods-to = Goods go to
account-invoices-to = Invoices go to
account-addresses = { $count ->
    [one] 1 address
   *[other] All { $count } addresses
}
order-limit = Orders above { $limit } need a colleague's approval, and nobody at your company can give it yet. Ask us.

## Review by staff
review-already-decided = Somebody has decided on this order already.
review-reason-needed = Write the reason for the customer, at most { $most } characters.

## API
api-limit = The limit is a whole number from 1 to { $most }.
api-bad-cursor = That is not a cursor of this list. Begin again without "after".
api-unknown-field = There is no field { $field } here.
api-wrong-type = This field has the wrong type or form.
api-key-required = Send an Idempotency-Key: 1 to 200 visible ASCII characters, new for each new request.

## Days
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
date-long = { $day } { $month } { $year }
date-day-month = { $day } { $month }
date-short = { $day } { $month }
date-weekday = { $weekday } { $day } { $month }
date-today = Today
date-today-at = Today, { $time }
date-at = { $date }, { $time }

## Orders
crumbs-label = Where you are
pages-label = Pages
pages-previous = Previous
pages-next = Next
orders-title = Orders
orders-context = Everything your company ordered, also what we entered for you.
orders-context-own = The orders you placed.
orders-search = Number, reference, code or product
orders-delivery = Delivery
orders-delivery-none = Nothing delivered
orders-delivery-part = Delivered in part
orders-delivery-all = Delivered
orders-none = No orders yet.
orders-none-what = Once you place an order it stands here, with every quantity and where it is.
orders-none-button = See products
order-number = Order
order-placed = Placed
order-reference = Your reference
order-pieces = Pieces
order-state = State
order-total-in = Total { $sign }
order-total = Total
order-line-in = Line { $sign }
order-state-approval = Awaiting approval
order-state-needs-approval = Needs your approval
order-state-payment = Awaiting payment
order-state-placed = Placed
order-state-confirmed = Confirmed
order-state-part = Delivered in part
order-state-on-its-way = On its way
order-state-part-sent = Part on its way
order-state-delivered = Delivered
order-state-refused = Refused
order-state-cancelled = Cancelled
pieces-delivered = { $quantity } delivered
pieces-reserved = { $quantity } reserved
pieces-awaiting = { $quantity } awaiting stock
pieces-pending = { $quantity } not decided yet
pieces-cancelled = { $quantity } cancelled
pieces-none = Nothing
order-code = Code
order-picture = Picture
order-product = Product
order-lines = Lines
order-lines-of = Lines of { $number }
order-ordered = Ordered
order-reserved = Reserved
order-reserved-for-you = Reserved for you
order-customers-reference = The customer’s reference
order-delivered = Delivered
order-backorder = Backorder
order-awaiting = Awaiting stock
order-line-remark = “{ $text }”
price-each = { $price } each
price-per = { $price } per { $per }
vat-on = VAT { $rate } % on { $taxable }
vat-reverse-charge = No VAT on { $taxable }: reverse charge
vat-export = No VAT on { $taxable }: export
order-print = Print
order-placed-by = Placed { $day } by { $name }
order-placed-import = Placed { $day }, entered by us
order-placed-staff = Placed { $day }, entered by us
order-no-reference = None
order-delivers-to = Delivers to
order-wished = wished for { $day }
order-hand-over = Hand-over
order-their-number = our number { $number }
order-total-with-vat = Total with VAT
order-delivery = Delivery
order-day = Wished for
order-deliveries = Deliveries
order-part-deliveries = In parts, as goods come in
order-whole-delivery = All at once
order-remarks = Remarks
order-happened = What happened
order-refused-by = { $wholesaler } refused this order.
order-refused-why = Ask us why.
hand-over-not-yet = Not handed over yet
hand-over-waiting = Waiting to be sent to the wholesaler
hand-over-sent = Sent to the wholesaler
hand-over-received = Received
hand-over-refused = Refused
hand-over-by-hand = Entered by hand
happened-placed-by = Placed by { $name }
happened-reserved = { $what } reserved for you
happened-reserved-them = { $what } reserved
happened-backordered = { $what } on backorder
happened-released = { $what } given to the warehouse
happened-queue-line = Line { $line } has priority { $priority } in the queue for stock: { $why }
happened-queue-order = Its open lines have priority { $priority } in the queue for stock: { $why }
happened-allocation-released = What line { $line } held was released to the next in the queue: { $why }
happened-shipped = { $what } left us
happened-arrived = Delivered { $day }
happened-not-arrived = Not delivered after all, and on its way
happened-returned = Goods came back
order-falls-away = Cancelled, with VAT
order-to-charge = To deliver and charge
happened-cancelled = { $what } cancelled
happened-pending = { $what } waiting for a decision
happened-confirmed = { $wholesaler } confirmed the order
happened-refused = { $wholesaler } refused the order: { $why }
happened-handed-over = Handed over, received once
placed-lead = { $number } is placed.
placed-mailed = We mailed a confirmation to { $email }.
placed-for = Staff and customer see that you placed it for { $name }.
placed-go-on = Go on with products
placed-next = What happens next
placed-approval = A colleague who approves orders is asked to say yes. Nothing is reserved until then.
placed-approval-then = With that yes the order is checked again and goes to us; what changed meanwhile is shown and asked again.
placed-check = { $wholesaler } checks the order and confirms it. What is in stock is reserved for you.
placed-backorders = { $count ->
    [one] One line lacks stock and follows as a backorder. See
   *[other] { $count } lines lack stock and follow as backorders. See
}
placed-backorders-whole = { $count ->
    [one] One line lacks stock. As this order goes out whole, it leaves once everything is there. See
   *[other] { $count } lines lack stock. As this order goes out whole, it leaves once everything is there. See
}
placed-follow = Every step stands on this page, under “What happened”.
backorders-title = Backorders
backorders-context = What you ordered and we could not send yet, in the order of ordering.
backorders-none = Nothing is on backorder.
backorders-none-what = Everything you ordered is delivered, reserved or on its way.
backorders-waiting = Awaiting stock
backorders-orders = { $count ->
    [one] in one order
   *[other] in { $count } orders
}
backorders-value = Value
backorders-value-what = goods without VAT
backorders-oldest = Waiting since
backorders-quantity = Waiting
backorders-could-ship = Could ship now
backorders-no-stock = Awaiting stock
problem-in-progress = The same request is still at work. Ask again in a moment.
api-currency = Amounts of this customer are in { $currency }.
api-bad-amount = That is not an amount.

## Current order
cart-title = Current order
cart-context = Kept until you place it. Last changed: { $when }, by { $name }.
cart-context-new = Kept until you place it, also when you sign out.
cart-viewer = You can look, not order.
cart-viewer-what = Your role sees products and orders. Ask a colleague who manages your logins if you are to order too.
cart-empty = There is nothing in your current order yet.
cart-empty-what = Put a quantity beside a product, or add a code here.
cart-empty-it = Empty the order
cart-empty-sure = All lines go, reference and remarks stay.
cart-empty-yes = Remove all lines
cart-emptied = Your current order is empty now.
cart-first = Go to the first
cart-look-lead = { $count ->
    [one] One line needs a look
   *[other] { $count } lines need a look
}
cart-look = before the order can be placed.
cart-faults = { $count ->
    [one] One entry needs another look; it was not saved. Everything else was.
   *[other] { $count } entries need another look; they were not saved. Everything else was.
}
cart-lines = Lines of the current order
cart-price-in = Price { $sign }
cart-stock = Stock
cart-quantity = Quantity
cart-remove = Remove
cart-remove-of = Remove { $code }
cart-quantity-of = Quantity of { $code }
cart-less-of = Less of { $code }
cart-more-of = More of { $code }
cart-before = Before
cart-per = per { $per }
cart-single = single
cart-by-unit = by the { $unit }
cart-pack = pack
cart-pack-of = { $name } of { $size }
cart-vat = VAT { $rate } %
cart-follows = { $quantity ->
    [one] One of these goes on backorder.
   *[other] { $quantity } of these go on backorder.
}
cart-later = { $count ->
    [one] One line lacks stock: what is missing goes on backorder.
   *[other] { $count } lines lack stock: what is missing goes on backorder.
}
cart-later-whole = The order goes out whole, once everything is there.
cart-make-it = Make it { $quantity }
cart-or = or
cart-accept = Accept { $price }
cart-remark = Remark
cart-remark-of = Remark on { $code }
cart-remark-save = Save remark
cart-save = Save quantities
cart-save-address = Save and add up again
cart-not-added = Not in your current order
cart-not-changed = Nothing was changed: { $why }
cart-in-order = { $quantity } in order
cart-stock-none = Not orderable
cart-add-code = Add a code or name
cart-add-quantity = Quantity to add
cart-add = Add
cart-search-for = Search for “{ $text }”
cart-deliver-to = Deliver to
cart-other-address = Another address
cart-books = For your books
cart-reference-needed = needed, printed on the invoice
cart-reference-optional = optional, printed on the invoice
cart-day = Deliver on
cart-day-optional = if you mind
cart-remarks-optional = printed on the packing list
field-needed = needed
field-optional = optional
address-name = Name
address-contact = For the attention of
address-line1 = Street and number
address-line2 = Second line
address-postcode = Postcode
address-postcode-need = where the country has them
address-city = Town
address-region = County or region
address-country = Country
address-phone = Telephone for the carrier
cart-goods = Goods, { $lines }
cart-carriage-paid = Carriage, paid from { $from }
cart-to-pay = To pay, { $terms }
terms-at-once = at once
terms-days = { $days ->
    [one] one day
   *[other] { $days } days
}
terms-end-of-month = { $days } days from the end of the month
cart-place = Place order
cart-placing = Placing the order
cart-lines-first = { $count ->
    [one] One line above first.
   *[other] { $count } lines above first.
}
cart-then = You get a confirmation by e-mail.
cart-carriage-missing = { $missing } more of goods and carriage is free.
cart-needs-approval = Above { $limit }: a colleague who approves orders is asked first.
cart-approval-above = Orders above { $limit } go to a colleague who approves them.
cart-credit = Available credit after this order: { $after } of { $limit }.

# Quick order and ordering again
quick-title = Quick order
quick-what = Type or scan a code, or type some words; Enter, the quantity, Enter, and the next one.
quick-paste = Paste a whole list
quick-code = Code or words
quick-last = In your current order, the last one first
quick-cart = View current order
quick-added = { $code } is in your current order.
reorder-title = Order again
reorder-what = Lines that are ticked go into your current order, at today's prices. Those that cannot be ordered today are kept for you to mend.
reorder-button = Put the ticked lines in the order
reorder-tick = Order again
reorder-tick-of = Order { $code } again
reorder-none-ticked = No line is ticked. Nothing went into your current order.
reorder-no-line = This order has no such line.

# Colleagues
colleagues-title = Colleagues
colleagues-what = Who orders for your company, what they see, and up to which amount they order alone.
colleagues-you = You. A colleague who manages logins can change what you may do.
colleagues-no-limit = none
colleagues-change = Change
colleagues-change-of = Change { $name }
colleagues-invite = Invite a colleague
colleagues-send = Send the invitation
colleagues-send-again = Send the invitation again
colleagues-take-out = Take { $name } out
colleagues-invited = The invitation is on its way.
colleagues-taken-out = They no longer act for your company.
colleagues-not-yourself = Nobody changes their own login here. Ask another manager, or us.
colleagues-above-own = That is more than you may do yourself.

# Approvals
approvals-title = Needs your approval
approvals-what = Orders of colleagues above what they may order alone. They hold no stock until you approve.
approvals-none = Nothing waits for you.
approvals-none-what = An order of a colleague above what they may order alone comes here, and you get a mail.
approvals-since = Waits since
approvals-lines = Lines
order-disapproved-by = { $name } did not approve this order.
approval-asks = { $name } may not order so much alone. Nothing is reserved until you approve; prices, stock and credit are looked at again then.
approval-approve = Approve
approval-approve-total = Approve { $total }
approval-approving = Approving
approval-reason = Reason, for your colleague
approval-total-changed = Prices changed since it was asked for: { $old } is { $new } now.
approval-blocked = As it stands it cannot be placed. Refuse it with a reason, so that your colleague can ask anew.
approval-waits = This order waits for a colleague's approval. It holds no stock until then.
approval-tally = { $given } of { $needed } colleagues have approved.
approval-yours-waits = Your order waits for a colleague's approval. It holds no stock until then.
approval-withdraw = Withdraw
approval-withdraw-sure = The order is cancelled. Nobody needs to decide on it any more.
approval-withdraw-yes = Withdraw the order
approval-withdrawn-now = { $number } is withdrawn.
approval-given = { $number } is approved and with the wholesaler.
approval-more-needed = You approved { $number }. { $left ->
    [one] One more colleague has
   *[other] { $left } more colleagues have
 } to approve it.
approval-refused-now = { $number } is refused. Your colleague gets a mail.
approval-own-order = Nobody approves an order of their own.
approval-above-own-limit = This order is above your own limit, too. Another colleague has to approve it.
approval-already-decided = This order is decided on already.
happened-approved = { $name } approved it
happened-disapproved = { $name } did not approve it: { $why }
happened-withdrawn = { $name } withdrew it
notice-order-to-approve = A colleague's order needs my approval
notice-order-decided = A colleague approved or refused my order
mail-to-approve-subject = { $number } needs your approval
mail-to-approve = { $name } asks for order { $number }, above what they may order alone. Approve it or refuse it in the portal; until then it holds no stock.
mail-approved-subject = { $number } is approved
mail-approved = Your order { $number } is approved and with { $wholesaler } now.
mail-disapproved-subject = { $number } was not approved
mail-disapproved = Your order { $number } was not approved.
setting-orders-approvals-needed = Approvals of orders above a limit. How many colleagues have to approve an order above what a login may order alone, 1 to 5; a customer may have a number of its own, under Terms. An approver with a limit of their own approves up to it. Where a customer has fewer approvers, such an order is refused.
deed-order_approved = Order approved by a colleague
deed-order_disapproved = Order refused by a colleague
deed-order_withdrawn = Order withdrawn before its approval

# Pasted lines
paste-title = Paste lines
paste-what = From a spreadsheet, an e-mail or your own system. You look at the lines before any of them goes in.
paste-field = Your lines
paste-hint = One product a line: code and quantity, in any order. Our codes, EANs, makers' codes and your own codes are known. Up to 5,000 lines.
paste-example = Code and quantity, one product a line
paste-file = Or a file
paste-file-need = CSV or Excel
paste-file-hint = The first sheet of a workbook (XLSX), or any text with a line for each product; up to 2 MB.
paste-look = Look at the lines
paste-nothing = There is nothing in it yet.
paste-too-many = A list has { $most } lines at most. Put in what is ready, or paste less at a time.
paste-unreadable = The file cannot be read: { $reason }
paste-no-text = This file is neither a workbook (XLSX) nor a text. Save it as CSV or XLSX.
paste-waiting = { $count ->
    [one] One line
   *[other] { $count } lines
 } of your list
paste-waiting-what = are kept and not in your current order yet. What you paste now goes behind them.
paste-go-on = Go on with them
paste-crumbs = Way back
paste-look-title = Look at your lines
paste-all-go-in = { $ready ->
    [one] The one line goes in.
   *[other] All { $ready } lines go in.
 }
paste-all-need = { $needing ->
    [one] The one line needs you.
   *[other] All { $needing } lines need you.
 }
paste-some-need = { $ready ->
    [one] This one goes in
   *[other] These { $ready } go in
 }, { $needing ->
    [one] this one needs you.
   *[other] these { $needing } need you.
 }
paste-needing = { $count ->
    [one] One line needs you
   *[other] { $count } lines need you
 }
paste-ready = { $count ->
    [one] One line goes in
   *[other] { $count } lines go in
 }
paste-out = { $count ->
    [one] One line stays out: it has no quantity.
   *[other] { $count } lines stay out: they have no quantity.
 }
paste-put-in-button = { $count ->
    [one] Put 1 line in the order
   *[other] Put { $count } lines in the order
 }
paste-throw-away = Throw away
paste-throw-away-sure = All lines of this list go. Your current order stays as it is.
paste-throw-away-yes = Throw the list away
paste-thrown-away = The list is gone. Your current order is as it was.
paste-line = Line
paste-written = As written
paste-code = Code
paste-why = What is missing
paste-leave = Leave out
paste-check = Check again
paste-needing-caption = Lines that need you
paste-ready-caption = Lines that go in
paste-more-needing = { $count } more follow when these are done.
paste-code-of = Code of line { $line }
paste-quantity-of = Quantity of line { $line }
paste-leave-of = Leave line { $line } out
paste-no-code = No code can be seen in this line.
paste-unknown = No product has the code { $code }.
paste-several = Several products have the code { $code }.
paste-no-quantity = How many?
paste-quantities = Which of these is the quantity?
paste-take = Take { $code }
paste-remembered = For { $code }, as you said before.
paste-forget = Forget it
paste-from = For { $code }
paste-before = Lines before
paste-after = Lines after
paste-put-in = { $lines ->
    [one] One line is
   *[other] { $lines } lines are
 } in your current order.
paste-put-in-left = { $lines ->
    [one] One line is
   *[other] { $lines } lines are
 } in your current order. { $left ->
    [one] One more needs you.
   *[other] { $left } more need you.
 }

cart-changed-meanwhile = This order was placed or begun anew in another tab or on another device. Nothing was placed now; this is what stands in it.
panel-empty = Nothing in it yet.
panel-kept = Kept until you place it.
panel-carriage-paid = Carriage is paid from { $from }.
## Products
products-title = Products
products-code = Code
products-picture = Picture
products-product = Product
products-stock = Stock
products-list = List
products-your-price = Your price
products-quantity = Quantity
products-in-order = In order
products-in-stock = { $quantity } in stock
products-left = { $quantity } left
products-some = In stock
products-few = A few left
products-on-request = On request
products-backorder = On backorder
products-sold-out = Out of stock
products-not-orderable = Not orderable
products-list-price = List price
products-single = single
products-pack-of = { $pack } of { $size }
products-from = from { $quantity }: { $price }
products-quantity-of = Quantity of { $sku }
products-less-of = Less of { $sku }
products-more-of = More of { $sku }
products-count-in-order = { $quantity } in order
products-save = Save quantities
products-without-vat = without VAT
products-with-vat = with VAT
products-prices-are = Prices { $sign } each, { $vat }
products-only-in-stock = In stock only
products-newest = Newest first
products-as-table = Table
products-as-grid = Grid
products-remove = Remove the filter { $what }
products-near = No product fits “{ $q }” exactly. These come near.
products-meant = Did you mean
products-none = There are no products for you yet.
products-none-what = We choose what each customer sees.
products-no-favourites = No favourite fits.
products-no-favourites-what = The star at the end of a row marks a product for everybody at your company; its page has one too.
products-nothing = No product fits.
products-nothing-for = No product fits “{ $q }”.
products-nothing-what = Try fewer letters, another word or part of a code. We may have it all the same:
products-ask = ask us.
products-call = call
products-write = write to
products-or-write = or write to
products-all = All products
products-own-codes = Your own codes
products-suggestions = Suggestions
products-all-results = All { $count } results for “{ $q }”
products-keys-choose = choose
products-keys-open = open
products-keys-add = add one pack
product-own-code = Your code { $code }.
product-about = About it
product-details = Details
product-picture = Picture { $number }
product-your-price = Your price, each, { $vat }
product-your-price-per = Your price per { $unit }, { $vat }
product-no-price = We have no price for you yet. Ask us.
product-from = From
product-each = Each
product-you-save = You save
product-breaks = Prices by quantity
product-add = Add to order
product-update = Update order
product-steps = In steps of { $step }.
product-steps-from = In steps of { $step }, at least { $least }.
product-least = At least { $least }.
product-more-bring = { $more } more bring you to { $price } each: you would pay { $total } for { $quantity }.
product-maker-code = Maker’s code
product-ean = EAN
product-unit = Sold by the
product-pack = Pack
product-vat = VAT
product-parts = Parts

## Mail of an order
mail-order-subject = { $number }: your order with { $wholesaler }
mail-order-placed = { $number } is placed. We check it and confirm it; every step can be seen on its page.
mail-order-waits = { $number } waits for a colleague's approval. Nothing is reserved until then.
mail-order-link = See the order
mail-copy-subject = { $number }: a new order
mail-copy = { $customer }, { $of }, ordered this. You get a copy because your address stands in the settings.
mail-order-more = { $count ->
    [one] and one more line
   *[other] and { $count } more lines
}
mail-order-goods = Goods

## Dashboard
dashboard-title = Dashboard
dashboard-balance = Balance
dashboard-balance-what = owed to us
dashboard-on-order = On order
dashboard-on-order-what = open orders, with VAT
dashboard-available = Available credit
dashboard-of-limit = of { $limit }, open orders counted
dashboard-needs-you = Needs you
dashboard-things = { $count ->
    [0] nothing
    [one] one thing
   *[other] { $count } things
}
dashboard-nothing = Nothing waits for you.
dashboard-approve = Order { $number } needs your approval
dashboard-refused = Order { $number } was refused
dashboard-cart-what = In your current order, before it can be placed
dashboard-backorders = { $count ->
    [one] One order line awaits stock
   *[other] { $count } order lines await stock
}
dashboard-backorders-what = They follow as soon as goods come in
dashboard-see-backorders = See backorders
dashboard-view = View
dashboard-account = Account details
dashboard-customer = Customer
dashboard-terms = Terms
dashboard-contact = Contact
dashboard-ask = Ask
dashboard-usually = You usually order
dashboard-not-in-order = not in this order yet
dashboard-in-orders = in { $count } orders
dashboard-add = Add { $quantity }
dashboard-spend = Spend by month
dashboard-spend-unit = { $sign }, goods without VAT
dashboard-spend-most = Spend by month, most in { $month }: { $money }
dashboard-key-months = Last 12 months
dashboard-key-running = This month so far
dashboard-key-before = Same month a year before
dashboard-as-table = As a table
dashboard-month = Month
dashboard-year-before = A year before
dashboard-recent = Recent orders
dashboard-all-orders = All orders

## Staff
staff-work = Work
staff-work-context = { $count ->
    [0] No order waits for your decision.
    [one] One order waits for your decision.
   *[other] { $count } orders wait for your decision.
}
staff-to-review = To check
staff-newest = Newest orders
staff-all-orders = All orders
staff-no-orders = No orders yet.
staff-no-orders-what = As soon as a customer places one, it stands here.
staff-customer = Customer
staff-search = Number, reference or customer
staff-decide = Your decision
staff-decide-what = Confirm the order as it stands, or refuse it with a reason that the customer reads (at most { $most } characters).
staff-confirm = Confirm order
staff-confirming = Confirming
staff-refuse = Refuse
staff-refuse-now = Refuse the order
staff-reason = Reason
staff-reason-need = the customer reads it
staff-confirmed = { $number } is confirmed.
staff-refused = { $number } is refused; its stock is free again.
settings-title = Settings
settings-context = They hold for every customer unless said otherwise for one.
settings-context-read = Owners change them.
settings-save = Save settings
settings-saved = { $count ->
    [0] Nothing was changed.
    [one] One setting was changed.
   *[other] { $count } settings were changed.
}
settings-not-saved = Something is not a value of its setting. Nothing was changed.
settings-wholesaler = Your company
settings-backoffice = Back office
settings-orders = Orders and charges
settings-catalogue = Products
settings-sections = Parts of the portal
setting-sections-orders = Orders. The lists of orders and order lines, in the menu, as files and for programs. A single order can always be read.
setting-sections-backorders = Backorders. The list of what awaits stock.
setting-sections-price-list = Price list. The own prices as a file, from the list of products.
setting-sections-account = Account. Terms, credit, contact and addresses, for people and programs. Whoever orders still chooses an address.
settings-customers = Customers
settings-access = Signing in
settings-running = What is kept
settings-search = Search the settings
settings-only-changed = Only changed ones
settings-none-fit = No setting fits.
settings-none-fit-what = Look for a word of its name or explanation, or for its value.
settings-show-all = Show all
settings-file = From the configuration file
settings-file-what = These stand in portico.toml or the environment. They are changed there, and hold after a restart.
file-base-url = Address of the portal
file-listen = Listens on
file-database = Database
file-data = Folder for the search index and the like
file-files = Where files are kept
file-smtp = Sender of mails
file-backup-folder = Folder of the daily backup
file-backup-at = Time of the daily backup
file-proxies = Proxies that are believed
setting-default = The default holds.
setting-default-is = Default: { $default }
setting-changed-by = Changed by { $who }, { $when }
setting-changed-at = Changed, { $when }
setting-changed-meanwhile = Somebody else changed this since you opened the page; it is now: { $now }. Save again to put yours in its place.
setting-back = Back to the default
setting-back-of = Back to the default: { $setting }
setting-is-back = The default holds again.
setting-is-back-unsaved = The default holds again. What else you typed is not saved yet.
setting-none = not set
setting-no-amount = That is not an amount, like 8.50.
setting-no-number = That is not a whole number.
setting-no-value = That is not a value of this setting.
setting-wholesaler-name = Name. On pages, papers and mails.
setting-wholesaler-phone = Telephone. Below the menu, and at the foot of customers' pages and of mails.
setting-wholesaler-email = E-mail. At the foot of customers' pages and of mails, for whoever has a question.
setting-backoffice-review = Check orders before they count as confirmed. None, all, or those that a rule names; they wait under Work until somebody confirms or refuses them.
setting-orders-reference = The customer's own reference. Whether the current order asks for it.
setting-orders-carriage-minor = Carriage. Blank: none is charged.
setting-orders-carriage-free-from-minor = Carriage is free from. Goods without VAT. Blank: never.
setting-orders-carriage-name = Name of carriage. On orders and papers.
setting-orders-small-order-fee-minor = Fee on small orders. Blank: none is charged.
setting-orders-small-order-below-minor = An order is small below. Goods without VAT.
setting-orders-small-order-name = Name of the fee. On orders and papers.
setting-orders-minimum-minor = Least order. Goods without VAT. Blank: none.
setting-orders-maximum-minor = Largest order. Goods without VAT. Blank: no limit. A customer may have its own, under Terms.
setting-orders-zero-priced = Lines at 0. Whether customers may order what comes to 0 at its price. Staff who enter an order always may.
setting-orders-charges-vat-class = VAT class of charges. As products have it: standard, reduced, zero.
setting-catalogue-view = How the list of products is drawn for customers’ logins that chose nothing: as a table, or as a grid of pictures. Each login’s own choice stays.
setting-catalogue-stock-shown = Stock shown to customers. As a number, as a number up to a cap ("50+"), as an indicator, or not at all. A customer's terms may say otherwise.
setting-catalogue-stock-cap = Cap of the number. Where the number is capped: more than so many whole units are told as "50+".
setting-catalogue-last-pieces = Last pieces are counted. An indicator says "3 left" when so many whole units or fewer are free. 0: never.
setting-orders-more-than-free = More than is free may be ordered. Where the product allows it, the rest becomes a backorder. No: nobody orders more than is free.
setting-value-capped = As a number up to a cap
stock-label-rule = By the numbers
stock-label-limited = Limited stock
stock-label-pre_order = Pre-order
stock-label-discontinued = Discontinued
stock-label-sold_out = Sold out
setting-catalogue-low-stock = Few are left. So many whole units or fewer count as few.
setting-customers-credit-check = Orders above the credit limit. Let through; let through with a warning to whoever orders; placed, but waiting for a review; or refused. A limit of 0 means that the customer pays in advance.
setting-customers-credit-counts = What counts against the credit limit. What is owed and on order, or only what is owed, each with the order in question.
setting-value-warn = Let through with a warning
setting-value-review = Placed, and waiting for a review
setting-value-owed = What is owed
setting-value-owed_and_ordered = What is owed and on order
menu-running = Running
problem-closed = The portal is closed for the moment. Try again later.
closed-title = We are closed for the moment
closed-what = The portal is being looked after. Your orders and your current order are kept.
closed-until = We open again: { $until }.
closed-reach = Something cannot wait?
closed-typed = What you typed was not taken. It stays here as long as this page is open; send it once we are open.
closing-title = Customers
closing-is-open = The portal is open for customers.
closing-since = Closed for customers. It began: { $since }.
closing-until = It opens by itself: { $until }.
closing-no-end = Until an owner opens it.
closing-notice = Closed for customers.
closing-begin = Close the portal for customers
closing-change = Change text or end
closing-text = What customers read
closing-text-hint = On every page, and above the sign-in form. Blank: that the portal is being looked after.
closing-end = Opens by itself
closing-end-hint = Date and time at your place. Blank: until an owner opens it.
closing-close = Close for customers
closing-keep = Keep text and end
closing-open = Open for customers
closing-closed = The portal is closed for customers. Staff, mails and the hand-over go on.
closing-opened = The portal is open for customers again.
closing-was-open = It was open already.
closing-no-moment = That is not a date and time, like 2026-11-23 14:00.
closing-over = That moment has passed.
running-title = Running
running-context = Whether what must happen by itself does happen.
running-standby = This database stands by
running-standby-what = It was restored from a backup { $since }. Mails and orders for the ERP wait, because the original may still be in use.
running-release = This is the one in use: send what waits
running-owner-releases = An owner can say that this is the one in use.
running-released = What waited is sent from now on.
running-not-standby = Nothing was waiting to be released.
running-backup = Newest backup
running-no-backup = No backup was taken yet. The configuration names a folder for daily ones.
running-backup-old = It is older than two days.
running-backup-taken = Taken
running-backup-size = Size
running-backup-rows = Rows
running-backup-place = File
running-unfinished = Waiting to go out
running-all-done = Everything has gone out.
running-erp-waiting = Orders for the ERP
running-erp-dead = Orders for the ERP, given up
running-mail-waiting = Mails
running-mail-dead = Mails, given up
running-count = { $count }, the oldest { $oldest }
running-version = Program
running-program = Version
setting-running-keep-sessions-days = Days that ended sessions and links are kept. Then they are deleted.
setting-running-keep-keys-days = Days that answers to used keys are kept. A program that repeats an order within this time gets its first answer.
setting-running-keep-outbox-days = Days that commands and mails are kept. Counted from when they were carried out.
setting-access-view-as-minutes = Seeing the portal as a customer ends after minutes. By itself; staff can begin anew.
setting-access-session-idle-minutes = Sign customers out after minutes without a page. From 5 to 44,640.
setting-access-session-hours = Sign customers out after hours at the latest. From 1 to 8,760.
setting-access-staff-session-idle-minutes = Sign staff out after minutes without a page. From 5 to 44,640.
setting-access-staff-session-hours = Sign staff out after hours at the latest. From 1 to 8,760.
setting-access-second-factor-of-staff = Second factor for staff. Whoever has none sets one up before anything else.
setting-value-yes = Yes
setting-value-no = No
setting-value-off = Off
setting-value-always = Always
setting-value-hidden = Not asked for
setting-value-optional = Optional
setting-value-required = Required
setting-value-table = As a table
setting-value-grid = As a grid of pictures
setting-value-number = As a number
setting-value-indicator = As an indicator
setting-value-none = Not at all
setting-value-refuse = Refused
setting-value-owner = Owners
setting-value-write = Everybody who may write
menu-staff-products = Products
menu-price-lists = Price lists
menu-stock = Stock
nothing-saved = Nothing was saved. The fields below say why.
pages-older = Older
stock-title = Stock
stock-context = What lies where. Orders are served from the location main.
stock-location = Location
stock-location-code = Code of the location
stock-which = Which stock
stock-free-only = Something free
stock-out = Nothing free
stock-lacking = Less than promised
stock-none = There is no stock yet.
stock-none-what = Bring a file in, or count what there is on a product’s page. Products whose stock is not counted are not here.
stock-code = Code
stock-product = Product
stock-on-hand = On hand
stock-allocated = Allocated
stock-free = Free
stock-state = State
stock-state-free = Free stock
stock-state-out = Nothing free
stock-state-lacking = Less than promised
stock-to-product = Product
stock-where = Where it is
stock-change = Change stock
stock-history = History
stock-never = No stock of this product was ever kept.
stock-not-kept = Stock of this product is not counted.
stock-not-tracked = Its kind of stock says so: it is always there, or comes from the supplier. The page of the product changes that.
stock-kind = What
stock-kind-by = Add, or take away
stock-kind-count = Counted: there are
stock-kind-move = Move to another location
stock-quantity = Quantity
stock-quantity-hint = To take away: -3.
stock-to = To
stock-to-need = for a move
stock-reason = Reason
stock-do = Change stock
stock-changing = Changing the stock
stock-corrected = { $by }: { $now } are on hand now.
stock-no-history = Nothing has moved yet.
stock-when = When
stock-by = Change
stock-after = On hand
stock-who = Who
stock-before-history = Before the history began
movement-opening = Opening
movement-import = Import
movement-correction = Correction
movement-count = Counted
movement-move = Moved
movement-shipment = Shipped
stock-no-location = There is no such location.
stock-bad-reason = Write the reason, in { $most } characters at most.
stock-same-place = It is there already.
stock-promised = Of this only { $free } are free; the rest is promised to orders. If there is less, count it.
stock-changed = Somebody changed this stock since you opened the page: { $now } are on hand now. Look at it again.
stock-not-positive = The quantity must be above 0.
stock-too-many-decimals = That number has more decimals than the product.
stock-too-large = That is more than can be kept.
locations-title = Locations
locations-context = Orders are served from main. What lies elsewhere is promised to nobody until it is moved there.
location-code = Code
location-code-hint = Letters, digits, - and _. It cannot be changed.
location-name = Name
location-open = Open a location
location-opened = { $name } is open.
location-close = Close
location-close-this = Close { $name }
location-closed = The location is closed.
location-serves = Orders are served from here
location-holds = Holds stock
location-empty = Empty
location-bad-code = A code has letters, digits, - and _, { $most } at most.
location-bad-name = Write a name, in { $most } characters at most.
location-taken = There is an open location with this code.
location-too-many = There are 50 locations; close one first.
location-holds-stock = Something lies there. Move it first.
location-is-main = Orders are served from main; it stays open.

# Lists of every kind
list-show = Show
list-show-all = Show all
list-clear = Clear
list-any = { $what }: any
list-from = From
list-to = To
list-from-day = From { $day }
list-to-day = To { $day }
list-chip-remove = Remove: { $what }
list-not-found = Nothing fits.
list-not-found-what = Try fewer letters, or take away what narrows the list.
list-export = Export
list-export-what = All rows that fit, with the columns shown here.
list-export-xlsx = Workbook for Excel (XLSX)
list-export-csv = Plain text (CSV)
list-columns = Columns
list-columns-what = Ticked columns are shown, by their number.
list-columns-keep = Keep these
list-columns-own = As it was
list-column-place = Place of { $column }
list-day-unreadable = This day cannot be read. Write it like 2026-11-27.
list-days-reversed = The last day is before the first.
list-search-long = Only the first 200 characters are searched for.
list-choice-unknown = There is no such choice; the list shows all.
list-page-gone = That page of the list cannot be found. Here it begins.
list-sort-unknown = The list cannot be sorted by that. Here is its own order.
order-by = Placed by
order-delivered-to = Delivered to
order-requested = Wished for
order-currency = Currency
order-goods-in = Goods { $sign }
order-vat-in = VAT { $sign }
order-customer-number = Customer number
# The end of a session

session-end-title = Still here?
session-end-soon = You are signed out at { $time } unless you stay.
session-end-last = You are signed out at { $time }. Send what you are typing before, or sign in again after: nothing typed is lost.
session-end-over = You are signed out. What you typed stays on this page: when you send it, you sign in first, and it is kept.
session-end-stay = Stay signed in
session-end-close = Close
session-until = You stay signed in until { $time }; every page you open makes it later. A form sent after that is kept while you sign in again.
ended-idle = You were signed out because no page was opened for a while.
ended-longest = You were signed out because your session had reached its longest time.
ended-elsewhere = This session was ended from another device.
ended-password = You were signed out because your password was changed.
ended-safety = You were signed out because how you sign in was changed.
late-kept = Nothing was sent. What you typed is kept: sign in and it is shown again, ready to be sent.
late-title = What you typed is still here
late-what = You are signed in again. Nothing was sent so far: look at it once more and send it.
late-left-out = A password was part of it, and passwords are not kept. Open the page again and type it there.
late-leave = Leave it
late-other-title = Typed by somebody else
late-other-what = What was typed on this page belongs to another login, so it is not shown.
late-go-on = Go on

# The second factor when signing in

sign-in-code-title = One code more
sign-in-code-context = Your login has a second factor. Open your authenticator app and type the code it shows for us.
sign-in-code-lost = Without the app, type one of your recovery codes. Without both, ask us.
code-label = Code
code-no-match = That code is wrong, was used before, or is too old. Type the one the app shows now.
code-no-match-last = That code is wrong or was used before. That was the last try for now: the pause has begun.
code-paused = Too many tries. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.

# News by mail about a login

mail-look = Have a look
mail-choose = You choose which mails you get here: { $url }
mail-not-you = If it wasn't you, set a new password at once and tell us.
mail-new-device-subject = A new device signed in at { $wholesaler }
mail-new-device = Your login at { $wholesaler } was used from a browser we had not seen before.
mail-new-device-advice = If it was you, there is nothing to do. If not, end that session and change your password.
mail-password-changed-subject = Your password at { $wholesaler } was changed
mail-password-changed = Your password at { $wholesaler } was changed. Everywhere else you are signed out.
mail-factor-off-subject = Your second factor at { $wholesaler } is off
mail-factor-off = Signing in at { $wholesaler } asks for no second factor any more.
mail-token-made-subject = A token was made at { $wholesaler }
mail-token-made = A token was made with which a program can act as you at { $wholesaler }.

# Your login

me-title = Your login
me-context = Who you are here, how you sign in, and what you are told.
me-crumbs = Way back
me-sessions = Where you are signed in
me-sessions-context = Each line is a browser. End those you don't know or no longer use.
me-session-device = Device
me-session-since = Signed in
me-session-seen = Last seen
me-session-end = End
me-session-end-what = End the session of { $device }, last seen { $seen }
me-session-this = This one
me-session-others = End all others
me-session-ended = That session is ended.
me-sessions-ended = { $count ->
    [0] There was no other session.
    [one] One other session is ended.
   *[other] { $count } other sessions are ended.
}
device-unknown = A browser that does not say what it is
device-on = { $browser } on { $system }
orders-views = Views of what you ordered
order-lines-title = Order lines
order-lines-context = Every line of every order, and where its pieces are.
order-lines-open = Still to come
order-value-in = Value { $sign }
order-price-in = Price { $sign }
order-discount = Discount %
order-unit = Unit
order-line = Line
pages-first = First page
orders-show = Show
orders-show-all = Show all
# Pictures
upload-too-many = That is too many files at once: { $most } at most.
picture-unknown = That is no picture we know: JPEG, PNG, WebP or GIF.
picture-svg = That is an SVG drawing, which may hold scripts. Save it as PNG.
picture-pixels = { $width } × { $height } pixels are more than 40 million, or one side is longer than 16,000.
picture-damaged = The picture is damaged or cut off.
picture-too-large = The file has more than { $most } MB.
picture-many = A product has { $most } pictures at most.
picture-same = The product has this picture already.
pictures-title = Pictures of { $name }
pictures-context = { $count ->
    [0] No picture yet.
    [one] One picture.
   *[other] { $count } pictures, in the order customers see them.
 }
pictures-none = No picture yet
pictures-none-what = Lists show the first letter of the name until there is one.
pictures-none-read = Lists show the first letter of the name.
pictures-caption = Pictures in their order
pictures-add = Add pictures
pictures-files = Files
pictures-kinds = JPEG, PNG, WebP or GIF, { $most } MB each at most. Place and camera are left out; the picture is set upright.
pictures-add-button = Add pictures
pictures-sending = Making the pictures
pictures-none-chosen = Choose a file first.
pictures-added = { $count ->
    [one] One picture was added.
   *[other] { $count } pictures were added.
 }
pictures-refused = { $taken ->
    [0] Nothing was added.
    [one] One picture was added.
   *[other] { $taken } pictures were added.
 } { $count ->
    [one] One file was not taken:
   *[other] { $count } files were not taken:
 }
pictures-saved = The pictures are saved.
pictures-removed = The picture is removed.
pictures-alt = What is seen on it
pictures-alt-of = What is seen on picture { $number }
pictures-in-lists = Stands in lists
pictures-order = Order
pictures-save-words = Save words
pictures-first = First
pictures-up = Up
pictures-down = Down
pictures-remove = Remove
menu-pictures = Pictures
pictures-by-name = Pictures by name
pictures-by-name-context = A ZIP archive with files named by code: MUG-SAND.jpg, MUG-SAND_2.jpg. What is named comes first, in the order of the numbers.
staff-may-read = You may look, not change.
pictures-archive = ZIP archive
pictures-archive-hint = 1 GB at most. The page answers when all is done; if it breaks off, send the archive again: what is there is not made twice.
pictures-replace = Take away what the named products had before
pictures-take = Take pictures
pictures-no-zip = That is no ZIP archive.
pictures-came = All pictures found their product.
pictures-came-left = Some files were not taken.
pictures-taken = Taken
pictures-same = There already
pictures-products = Products named
pictures-unmatched = Name no product
pictures-not-taken = Not taken
pictures-and-more = And { $count } more.
setting-catalogue-picture-mb = Megabytes of a picture. Larger files are not taken.

# Imports
menu-import = Import
import-title = Import
import-context = Bring products, customers, prices, stock, orders and documents in from a file of your accounting or shop system.
import-new = New import
import-past = Imports
import-none = Nothing was imported here yet.
import-none-what = What you upload is looked at first; nothing is written before you say so.
import-kind = What the file holds
import-products = Products
import-customers = Customers
import-addresses = Delivery addresses
import-price-lists = Price lists
import-stock = Stock
import-orders = Orders
import-documents = Invoices, credit notes, payments
import-files = File
import-most = CSV (plain or gzip) or XLSX, at most { $most } MB. Orders may come as three files: heads, lines and charges; documents as two: heads and lines.
import-upload = Upload and look at it
import-mapping = Mapping
import-guess = Find out by the file
import-too-large = That is more than { $most } MB, so nothing of it was taken. Cut the file into several, or ask an owner to raise the limit in the settings.
import-too-many = An import takes three files at most.
import-no-file = Choose a file.
import-unsigned = This form was too old. Choose the file again and upload it.
import-disk = The disk takes no more. Nothing was kept; tell whoever runs the server.
import-other-mapping = That mapping is for something else. Choose one that fits, or let the file be looked at.
import-when = Uploaded
import-what = What
import-state = State
import-new-count = New
import-changed-count = Changed
import-same-count = The same
import-refused-count = Rows refused
import-by = By
import-older = Older
import-all = All imports
import-draft = To be looked at
import-waiting = Waiting
import-running = Running
import-done = Done
import-done-refused = Done, with refused rows
import-failed = Failed
import-stopped = Stopped
import-ended-early = Rows that came in before it ended stay. Upload the file again to go on: rows that are in already count as the same.
import-progress = Rows done
import-rows-done = { $done } of { $rows } rows done.
import-soon = It begins in a moment. If another import of the same kind runs, it begins after that one.
import-leave = You can leave this page: the import goes on, also after a restart of the server.
import-went-on = It was interrupted and went on from the beginning; what was in already counts as the same.
import-stop = Stop
import-read = { $rows } rows read, { $left } left out by the mapping.
import-told = What is to be known
import-fetch-refused = Fetch the refused rows of { $file }
import-mend = Each refused row stands there with its line and reason. Mend it and upload the file with the same mapping.
import-kilobytes = { $size } kB
import-cannot = The file cannot be read with this mapping.
import-not-counted = The file is large: how much is new and how much is refused is told while it runs.
import-would = An import would come to this:
import-first-rows = First rows of { $file }
import-preview = First rows as they would be read
import-line = Line
import-problem = Problem
import-left-out = left out: { $rule }
import-written = How the file is written
import-save-as = Keep this mapping as
import-save-hint = if it is of use again
import-look = Look again
import-start = Import
import-as-text = The mapping as text, with rules and more
import-text = Mapping (TOML, as the manual explains it)
import-use-text = Use this text
import-discard = Discard this import
import-ours = Our column
import-theirs = Column of the file
import-values = Values there
import-nothing = —
import-feeds = Column that feeds { $column }
import-needed = needed
import-more = and more, see the text below
import-lacking = The file has no column “{ $column }”.
import-encoding = Encoding
import-delimiter = Between cells
import-comma = comma
import-semicolon = semicolon
import-tab = tab
import-bar = vertical bar
import-sheet = Sheet
import-header-row = Row with the columns' names
import-header-hint = 0 if there is none
import-decimal = Decimals
import-grouping = Thousands
import-day-order = Days
import-repeats = Several rows about the same thing
import-repeats-refuse = refuse all but the first
import-repeats-first = the first counts
import-repeats-last = the last counts
import-mapping-saved = The mapping is kept as “{ $name }”.
settings-import = Imports
setting-import-upload-mb = Largest file for an import. In MB; larger ones are refused before they are read.
## Customers, for staff
menu-customers = Customers
customers-title = Customers
customers-search = Number, name, e-mail or VAT number
customers-open = Open
customers-hold = On hold
customers-closed = Closed
customers-with-logins = With logins
customers-without-logins = Without logins
customers-none = No customers yet
customers-none-what = Make one by hand, or import them from a file.
customer-new = New customer
customer-make = Make customer
customer-made = { $number } is there now. Add its terms, addresses and logins.
customer-number = Number
customer-number-hint = Leave it blank to get the next number.
customer-number-taken = A customer has this number.
customer-bad-number = That is no number for a customer.
customer-name = Name
customer-contact = Contact
customer-phone = Telephone
customer-country = Country
customer-language = Language of papers
customer-language-en = English
customer-bad-language = Write the language’s code, for example en.
customer-vat-number = VAT number
customer-vat-treatment = VAT
customer-vat-normal = Rates of the country of delivery
customer-vat-reverse = Reverse charge
customer-vat-export = Export, no VAT
customer-invoiced-to = Invoiced to
customer-registration = Company number
customer-registration-hint = In the register of companies, as scheme and number: 0106:12345678 in the Netherlands, 0204:… in Germany.
customer-endpoint = E-invoice address
customer-endpoint-hint = Where its e-invoices go, as scheme and address: 9930:DE123456789, 0088: and a GLN.
customer-buyer-reference = Reference on invoices
customer-buyer-reference-hint = What this customer wants to read on each invoice; a public body's routing number. Blank: the reference of the order.
customer-id-shape = Write the scheme, a colon and the number: 0106:12345678.
customer-id-scheme = This scheme is not on the list. Four digits such as 0106 for a register, 0088 for a GLN, 9930 for a German VAT number.
customer-id-digit = A digit of this number is wrong: its check digit does not fit.
customer-invoiced-to-hint = Number of the customer that gets its invoices; its credit limit counts.
customer-bad-payer = No open customer that pays its own invoices has this number.
customer-details = Details
customer-terms = Terms
customer-payment-days = Payment days
customer-days = { $days } days
customer-bad-days = A number of days from 0 to 365 is needed.
customer-end-of-month = From the end of the month
customer-credit-limit = Credit limit
customer-credit-limit-hint = Blank: no limit. 0: pay in advance.
customer-no-limit = No limit
customer-limit-of = of { $limit }
customer-discount = Discount off base prices
customer-discount-hint = In percent, from 0 to 100.
customer-bad-discount = A percentage from 0 to 100 is needed.
customer-minimum = Minimum order
customer-minimum-hint = Goods without VAT. Blank: as the setting says.
customer-maximum = Maximum order
customer-maximum-hint = Goods without VAT. Blank: as the setting says.
customer-maximum-below = Less than the minimum order.
customer-approvals = Approvals of orders above a limit
customer-approvals-hint = How many colleagues have to approve such an order, 1 to 5. Blank: as the setting says.
customer-bad-approvals = A number from 1 to 5 is needed.
customer-price-lists = Price lists
customer-assortment = Assortment
customer-every-product = Every product
customer-currency = Currency
customer-currency-fixed = Currency: { $currency }. It can no longer change, because amounts are kept in it.
customer-currency-used = Amounts are kept in the present currency.
customer-bad-currency = That is not the code of a currency.
customer-prices-shown = Prices
customer-prices-net = Without VAT
customer-prices-gross = With VAT
customer-prices-hidden = Not shown
customer-stock-shown = Stock
customer-as-setting = As the setting says
customer-part-deliveries = Part deliveries are usual
customer-on-hold = On hold: no orders are taken
customer-yes = Yes
customer-no = No
customer-save = Save
customer-saved = It is saved.
customer-edit = Edit
customer-add = Add
customer-close = Close customer
customer-reopen = Reopen customer
customer-closed = The customer is closed. Nobody signs in for it any more.
customer-reopened = The customer is open again.
customer-is-open = Open
customer-is-closed = Closed
customer-is-on-hold = On hold
customer-terms-kept-by = { $erp } keeps the other terms of this customer. These two are the portal’s own.
customer-kept-by = { $erp } keeps this customer’s details and terms. Change them there.
customer-changed-meanwhile = Somebody changed this since you opened it. What you typed is still here; save again to put it in place.
customer-view-as = View as customer
customer-view-with = View as { $name }
customer-owed = Owed
customer-on-order = On order
customer-last-order = Last order
customer-orders = Latest orders
customer-no-orders = None
customer-no-orders-what = Nothing was ordered yet.
customer-no-logins = Nobody signs in for this customer yet.
customer-nothing-happened = Nothing was recorded yet.
customer-contact-gone = The contact is gone.
customer-address-gone = The address is gone. Orders that name it keep their copy.
contacts-title = Contacts
contacts-none = Nobody is named yet.
contact-new = New contact
contact-title = Contact
contact-first = First contact
contact-role = Role there
contact-role-hint = For example purchasing or bookkeeping.
contact-remove = Remove contact
contact-too-many = A customer has at most { $most } further contacts.
addresses-title = Addresses
addresses-none = No address yet. Without one, an order must say where it goes.
address-new = New address
address-title = Address
address-default = Default
address-default-delivery = Goods go here unless said otherwise
address-default-invoice = Invoices go here unless said otherwise
address-is-delivery = Delivery
address-is-invoice = Invoices
address-is-both = Delivery and invoices
address-state = State
address-look = Show the fields of this country
address-line2-hint = Not every carrier prints it.
address-zip = ZIP code
address-eircode = Eircode
address-pin = PIN code
address-state-of = State
address-province = Province
address-prefecture = Prefecture
address-emirate = Emirate
address-county = County
address-department = Department
address-canton = Canton
address-edit-this = Edit { $number }
address-too-many = There are { $most } addresses already, the most there can be. Remove one first.
address-stays-default = Goods or invoices go here unless said otherwise. Make another address the default first.
address-stays-order = { $order } is still to be delivered here. The address can go once it is.
own-addresses-title = Delivery addresses
own-addresses-what = Orders keep the address they were placed with, whatever you change here.
own-addresses-read = Ask a colleague or us to change them.
own-addresses-none = No address yet
own-addresses-none-what = Add where your goods go, and orders need not say it each time.
own-address-new = New delivery address
own-address-of = Delivery address { $number }
own-address-add = Add address
own-address-sure = Orders already placed keep it. It can no longer be chosen for new ones.
own-address-yes = Remove it
own-address-now = It reads now: { $address }.
own-ok = In use
own-waiting = Waits for our system
own-refused = Not taken
own-saved-waiting = It is saved, and waits until our system has it.
setting-customers-own-details = What customers change themselves. Who of a customer’s people changes its addresses and its contact: everybody who may order, managers, or nobody but you.
setting-value-buyer = Everybody who may order
setting-value-manager = Managers
wish-keep_address = Keep address
wish-close_address = Close address
wish-keep_contact = Keep contact
address-remove = Remove address
activity-nobody = The system
activity-other = { $name }: { $verb }
activity-view-as-begun = { $name } began to see the portal as the customer, read-only
activity-view-as-order = { $name } went over to ordering for the customer
activity-view-as-read = { $name } went back to looking only
activity-view-as-ended = { $name } stopped seeing the portal as the customer
activity-order-placed = { $name } placed order { $object }
activity-order-placed-for = { $name } placed order { $object } for the customer
activity-order-confirmed = Order { $object } was confirmed
activity-order-refused = Order { $object } was refused
activity-order-cancelled = { $name } cancelled order { $object }
activity-order-lines-cancelled = { $name } cancelled lines of order { $object }
activity-order-noted = { $name } wrote a note on order { $object }
activity-customer-made = { $name } made the customer
activity-customer-details-changed = { $name } changed the details
activity-customer-terms-changed = { $name } changed the terms
activity-customer-closed = { $name } closed the customer
activity-customer-reopened = { $name } opened the customer again
activity-customer-contact-added = { $name } added a contact
activity-customer-contact-changed = { $name } changed a contact
activity-customer-contact-removed = { $name } removed a contact
activity-customer-address-added = { $name } added an address
activity-customer-address-changed = { $name } changed an address
activity-customer-address-removed = { $name } removed an address
activity-login-invited = { $name } invited somebody to sign in
activity-login-changed = { $name } changed what a login may do
activity-membership-ended = { $name } ended what a login may do for the customer
staff-placed-by = Placed by
staff-source-cart = The customer, on its pages
staff-source-api = The customer’s program
staff-source-staff = Staff, for the customer
staff-source-import = Imported
staff-hand-over = Hand-over

## Cancelling and notes
cancel-under-way = The order is just being handed over. Try again in a moment.
cancel-at-erp = { $erp } carries this order out. Cancel it there.
cancel-nothing-open = Nothing of this is left that could be cancelled.
staff-cancel-title = Cancel
staff-cancel = Cancel order or lines
staff-cancel-what = What has not left you is cancelled; its stock and credit are free again. The customer gets a mail with the reason, of { $most } characters at most.
staff-cancel-lines = Only these lines; none ticked: the whole order
staff-cancel-now = Cancel now
staff-cancelled = Order { $number } is cancelled. The customer hears why by mail.
staff-lines-cancelled = Lines of order { $number } are cancelled. The customer hears why by mail.
happened-order-cancelled = { $wholesaler } cancelled the order: { $why }
happened-lines-cancelled = { $wholesaler } cancelled lines of the order: { $why }
mail-cancelled-subject = Order { $number } at { $wholesaler }: cancelled
mail-order-cancelled = { $wholesaler } cancelled your order { $number }. The reason:
mail-lines-cancelled = { $wholesaler } cancelled lines of your order { $number }. The reason:
notes-title = Notes
notes-none = No notes yet.
note-new = New note
note-hint = Only staff read notes. The customer never does.
note-write = Write note
note-written = The note is written.
note-needed = Write a note of { $most } characters at most.

# Your login: details, address, mails

language-name = English
me-details = About you
me-ways = Everything else
me-name = Name
me-name-missing = Write your name.
me-username-hint = A short name to sign in with beside your e-mail address.
me-language = Language of pages and mails
me-theme = Look
me-theme-system = As the device is set
me-theme-light = Light
me-theme-dark = Dark
me-shortcuts = Single keys do something on pages: / goes to the search
me-save = Save
me-saved = Saved.
me-email = E-mail address
me-email-now = Your address is { $email }.
me-email-new = New address
me-email-hint = We send a link to it. Your address changes when you open that link.
me-email-send = Send the link
me-email-sent = A link is on its way to { $email }. Your address stays as it is until you open it.
me-email-waiting = { $email } is still to be confirmed by the link we sent there.
me-email-same = That is the address you have.
email-confirm-title = Confirm your address
email-confirm-what = { $name }, { $email } becomes the address you sign in with and get mails at.
email-confirm-button = Use this address
email-confirmed-title = Your address is changed
email-confirmed-what = From now on you sign in with it. We told the old address.
email-ended-what = A link to a new address works once, for a day, and only while no other login has that address.
mail-email-confirm-subject = Confirm your address at { $wholesaler }
mail-email-confirm = Somebody, probably you, wants to use this address at { $wholesaler }. Confirm it here:
mail-email-confirm-link = Confirm this address
mail-email-has-login = Somebody wanted to use this address for another login at { $wholesaler }. It has a login already, so nothing was changed.
mail-email-ends = The link works once, for a day. If it wasn't you, leave it be.
mail-email-wished-subject = Another address for your login at { $wholesaler }
mail-email-wished = Somebody, probably you, asked for another e-mail address for your login at { $wholesaler }. It changes once the new address confirms it.
mail-email-changed-subject = Your address at { $wholesaler } was changed
mail-email-changed = Your login at { $wholesaler } has another e-mail address now. This one no longer signs in.
mail-email-changed-not-you = If it wasn't you, tell us at once.
me-mails = Mails
me-mails-context = Which mails you get. Tick those you want.
me-mails-always = Links you ask for, and news about your password, address, second factor and tokens, always come.
notice-new-device = A device we had not seen before signed in as you
notice-staff-order-placed = A customer placed an order
notice-staff-hand-over-failed = An order could not be handed over to the ERP
notice-staff-login-accepted = Somebody accepted an invitation
me-mails-staff = What happens in the portal
mail-staff-order-subject = New order { $number } of { $customer }
mail-staff-order = { $customer } placed order { $number }: { $total }.
mail-staff-failed-subject = Order { $number } was not handed over
mail-staff-failed = The ERP did not take order { $number } of { $customer }, { $total }. The hand-over says why.
mail-staff-login-subject = { $person } accepted the invitation
mail-staff-login = { $person } chose a password and can sign in.
mail-staff-login-of = { $person } of { $company } chose a password and can sign in.
mail-staff-look = Look at it
notice-order-placed = We received your order

# Proof again

proof-title = Your password once more
proof-password = Your password
proof-why = You showed it a while ago. This could lock you out, so we ask again.
proof-wrong = That is not your password.
proof-button = Go on

# The second factor

me-factor = Second factor
me-factor-context = Beside the password, signing in asks for a code that only your phone shows.
me-factor-on = On
me-factor-off = Off
factor-must = Staff here sign in with a second factor. Set yours up to go on.
factor-picture = The picture to scan with your authenticator app
factor-scan = Scan this picture with an authenticator app on your phone.
factor-by-hand = Without a camera, type this into the app, as a time-based key:
factor-first-code = The six digits that the app shows now.
factor-turn-on = Turn it on
factor-since = It is on since: { $since }.
factor-codes = Recovery codes
factor-codes-context = Each signs you in once, without the app.
factor-codes-once = These are shown only now.
factor-codes-what = Print them or keep them in a password manager, not on the phone with the app.
factor-codes-kept = I have kept them
factor-codes-left = { $count ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
factor-codes-new-what = New ones make the old ones worthless.
factor-codes-new = Make new codes
factor-print = Print
factor-off = Turn it off
factor-off-what = Then the password alone signs you in.
factor-turn-off = Turn it off
factor-is-off = Your second factor is off.

# Tokens

me-tokens = Tokens
me-tokens-context = With a token, a program acts as you through the API, for the company you act for now.
me-tokens-have = Your tokens
me-tokens-none = You have no token.
me-tokens-count = { $count ->
    [0] No program acts as you
    [one] One token works
   *[other] { $count } tokens work
}
me-token-make = Make a token
me-token-made = The token is made.
me-token-once = Copy it now: it is never shown again.
me-token-name = Name
me-token-name-hint = What uses it: "ERP at night".
me-token-no-name = Give it a name of at most 100 characters.
me-token-for = Acts as
me-token-scopes = May
me-token-no-scope = Tick at least one thing it may do.
me-token-ends = Last day
me-token-ends-hint = A year from today at most.
me-token-bad-end = Choose a day from today on, a year from now at most.
me-token-too-many = You have 20 tokens that work. Revoke one you no longer need.
me-token-used = Last used
me-token-never = Never
me-token-state = State
me-token-works = Works until { $day }
me-token-is-revoked = Revoked
me-token-is-ended = Ended
me-token-revoke = Revoke
me-token-revoke-what = Revoke { $name }
me-token-revoked = The token is revoked.
scope-read = Look at everything you see
scope-order = Change the current order and place orders
scope-pay = Start payments
scope-manage = Change what your role may change
staff-tokens = Tokens
staff-tokens-context = Every token that works, whoever made it. Revoking one is at once.
staff-tokens-none = No token works at present.
problem-token-ended = This token has ended. Make a new one.
problem-token-revoked = This token was revoked. Make a new one.
check-title = Price check
check-context = What a customer pays for a product, and why.
check-customer = Customer: number, or the beginning of a name
check-sku = Code of the product
check-quantity = Quantity
check-day = Day
check-do = Check the price
check-like = Who is meant?
check-no-customer = There is no customer with this number.
check-no-product = There is no product with this code.
check-no-day = That is not a day.
check-no-price = No price
check-for = { $quantity } cost
check-vat = without VAT of { $rate } %
check-each = Each
check-net = without VAT
check-on = Day
check-today = Today
check-why = Why
check-why-none = No list has a price for this customer and quantity, and the product has no base price in its currency.
check-why-own = Its own price from { $from } on is the lowest.
check-why-list = The price list { $list } has the lowest price, from { $from } on.
check-why-exclusive = The list is exclusive: it hides other lists and the base price.
check-why-base = The base price is the lowest.
check-why-discount = The base price { $base } less the discount of { $discount } % is the lowest.
check-not-seen = { $name } does not see this product: its state, or the assortment of the customer, leaves it out.
check-seen = As { $name } sees it:
check-prices-hidden = no prices
check-where = Where it stands
check-from = From
check-since = Since
check-verdict = What became of it
check-base = Base price
check-less = less { $discount } %
check-own = Own prices
check-exclusive = exclusive
check-holds = Is paid
check-not-lowest = Not the lowest
check-hidden = Hidden by an exclusive list
check-not-reached = Too few ordered
check-passed = A larger break holds
staff-products-title = Products
staff-products-search = Code, name, EAN or maker's code
staff-products-none = There are no products yet.
staff-products-none-what = Make one, or bring a file in.
staff-products-most = Words find { $most } products at most. One more word finds less.
staff-products-in-stock = In stock
staff-products-out-of-stock = Nothing free
staff-products-lacking = What is missing
staff-products-no-picture = Without a picture
staff-products-no-price = Without a base price
staff-products-no-category = Without a category
staff-products-no-brand = Without a brand
staff-products-no-tag = Without a tag
staff-products-no-description = Without a description
staff-products-no-ean = Without an EAN
product-tag = Tag
product-tags = Tags
product-tags-hint = Several with semicolons between them: Gift; New in. Rules of assortments go by them.
tags-too-many = At most { $most } tags.
product-unit-sold = Unit
product-changed-last = Changed
product-state = State
product-state-active = Shown to customers
product-state-sellable = Sellable
product-state-visible = Shown, not orderable
product-state-hidden = Hidden
product-state-closed = Closed
product-new = New product
product-new-context = The rest is on its own page afterwards.
product-make = Make the product
product-made = { $sku } is there.
product-save = Save
product-saved = Saved.
product-changed = Somebody changed this since you opened it. What is stored now stands beside what you typed; saving again replaces it.
product-changed-at = changed { $when }
product-owned-elsewhere = The ERP owns this product: its fields change there. Tags and assortments can be chosen here.
product-now = { $field } is now
product-pictures = Pictures
product-free = { $quantity } free
product-price-history = Changes of prices
section-texts = What it is
section-codes = Codes
section-selling = How it is sold
section-price = Base price and VAT
section-state = State and stock
section-tags = Tags
section-attributes = Attributes
section-assortments = Assortments
section-components = Components
product-sku = Code
product-sku-hint = It never changes: orders, files and programs know the product by it.
product-name = Name
product-description = Description
product-brand = Brand
product-category = Category
product-category-hint = A path such as Kitchen > Mugs.
product-group = Variants
product-group-hint = Products with the same word here are variants of one another.
product-listed-day = Listed
product-quantity-decimals = Decimals of quantities
product-quantity-decimals-hint = 0 for pieces, 1 to 4 for metres or kilograms. It never changes.
product-pack-size = Pack
product-pack-name = Name of a pack
product-minimum = Least quantity
product-multiple = In steps of
product-price = Base price
product-price-hint = Without VAT, at most four decimals.
product-per = For so many units
product-vat-class = VAT class
product-vat-class-hint = As the VAT rates name it: standard, reduced, zero.
product-stock-kind = Stock
product-kept-tracked = Counted
product-kept-untracked = Always there
product-kept-supplier = Sent by the supplier
product-when-out = When nothing is free
product-stock-label = What its stock is called
product-stock-label-hint = By hand, it beats the numbers. Discontinued: no more than is free is ordered. Sold out: not ordered at all. The other two are words only.
product-places = Where it is
product-place = Location
product-places-what = Orders are served from the first one. Ask us for what is elsewhere.
setting-catalogue-locations-shown = Stock at each location. On the page of a product, and for programs; only what lies at the main location is promised.
product-out-backorder = Backorders are taken
product-out-show = Shown, not orderable
product-out-hide = Not shown
product-attributes = Attributes
product-attributes-hint = A name and a value a line: Colour: sand.
product-assortment = Assortment
product-assortments = Assortments
product-assortments-hint = A code a line. Customers without an assortment see every product. Rules of assortments may add to these.
product-components = Components
product-components-hint = A quantity and a code a line: 2 MUG-SAND.
product-needed = This cannot be left blank.
product-one-line = Only one line of text.
product-no-choice = Choose one of these.
product-bad-sku = Write a code of at most 100 characters.
product-sku-taken = There is a product with the code { $what }.
product-bad-decimals = 0 to 4 decimals, not { $what }.
product-bad-per = A whole number from 1 to 1,000,000.
product-bad-price = That is not a price: at most four decimals, not below 0.
product-no-vat-class = No VAT rate has the class { $what }.
product-stock-promised = Stock of it is promised to orders: it stays counted.
product-bad-attribute = “{ $line }” is not a name, a colon and a value.
product-no-assortment = There is no assortment with the code { $what }.
product-bad-component = “{ $line }” is not a quantity and the code of another product, each once.
product-too-many-lines = At most { $most } lines.
price-of = Price
price-was = Was
price-is = Is
price-since = from { $day }
price-until = until { $day }
price-no-history = Nobody has changed a price yet.
staff-picture = Picture
# Brand
menu-brand = Brand
brand-title = Brand
brand-context = How the portal looks to everybody. You see it before anybody else does.
brand-logo = Logo
brand-logo-now = The logo as it is now
brand-logo-hint = PNG, JPEG or WebP. It is made 400 pixels at most, and shown 28 high.
brand-no-logo = No logo: the first letter of the name
brand-colour = Colour
brand-colour-hint = Of the logo’s letter, the main button, marks and the current menu entry, by day and by night.
brand-ours = The portal’s own colour
brand-own = uploaded
brand-no-colour = That is no colour, like #17505c.
brand-colour-unfit = White letters cannot be read on this colour, or it is louder than our pages bear. The nearest that fits is { $nearest }.
brand-take = Look at { $nearest }
brand-corner = Corner
brand-corner-hint = In pixels, 0 to 10.
brand-no-corner = A whole number from 0 to 10.
brand-density = Rows of tables
brand-density-compact = Compact
brand-density-compact-what = One line a row: most on a screen.
brand-density-normal = Normal
brand-density-normal-what = As the portal comes.
brand-density-roomy = Roomy
brand-density-roomy-what = More air, for few products or touch screens.
brand-font = Font
brand-font-hint = One WOFF2 file of 512 kB at most, for all weights. It is served from here.
brand-device-font = The font of the device
brand-font-large = The font has more than { $most } kB.
brand-no-font = That is no WOFF2 font.
brand-look = Look at it
brand-preview = The brand, looked at
brand-preview-context = Only you see this page. Nothing is saved yet.
brand-back = Change it
brand-save = Save for everybody
brand-paper = An invoice in it
brand-saved = The brand is saved. Everybody sees it from their next page on.
brand-sample-flash = P-100232 is placed. We confirm it within the hour.
setting-wholesaler-address = Address. On papers, and at the foot of customers' pages and of mails; a line each.

# Announcements
menu-announcements = Announcements
dashboard-text-title = Dashboard text
dashboard-text-context = Stands at the top of every customer’s dashboard.
dashboard-text-label = Text
dashboard-text-hint = Markdown; links to http, https and mailto.
dashboard-text-preview = As customers see it
dashboard-text-look = Look at it
dashboard-text-save = Save text
dashboard-text-saved = The text is saved.
dashboard-text-versions = Earlier texts
dashboard-text-bring-back = Bring back
announcement = Announcement
announcement-dismiss = Put away
announcements-title = Announcements
announcements-context = From one day to another, to all customers or some.
announcements-all = All announcements
announcement-new = New announcement
announcement-edit = Change an announcement
announcement-edit-context = Readers see the change at once.
announcement-edit-link = Change
announcement-now = As readers see it
announcement-save = Save the change
announcement-again = Show it again to those who put it away
announcement-changed = The announcement is changed.
announcement-changed-meanwhile = Somebody else changed this since you opened it. What you typed is still here; save again to put it in place.
deed-announcement_changed = Announcement changed
announcement-text = Text
announcement-kind = Kind
announcement-info = Good to know
announcement-attention = Look at this
announcement-from = From
announcement-from-hint = Blank: today.
announcement-until = Until, this day included
announcement-days = Days
announcement-audience = For
audience-all = All customers
audience-country = Customers in a country
audience-assortment = Customers of an assortment
audience-price-list = Customers of a price list
announcement-code = Code
announcement-code-hint = Of the country (GB), the assortment or the price list; not needed for all.
announcement-everywhere = On every page, not only the dashboard
announcement-dismissable = Readers may put it away
announcement-publish = Publish
announcement-published = The announcement is published.
announcement-end = End now
announcement-ended = The announcement has ended.
announcement-is-over = over
announcement-no-text = Write what is to be announced.
announcement-no-day = That is no day.
announcement-over = That day is over.
announcement-before = That is before it begins.
announcement-no-code = Write the code.
announcement-unknown = Nothing has the code { $code }.

# Activity and hand-over, for staff
activity-title = Activity
activity-context = Who did what, when. Nothing here can be changed or taken away.
activity-search = Order, login or other number
activity-person = Person
activity-company = Company
activity-kind = What
activity-at = When
activity-object = To what
activity-object-key = Kept as
activity-details = Details
activity-text = In their words
activity-as-staff = Through staff
activity-through = through { $name }
activity-by-itself = by itself
activity-none = Nothing was done yet.
activity-none-what = As soon as somebody signs in or orders, it stands here.
deed-order_placed = Order placed
deed-order_confirmed = Order confirmed
deed-order_refused = Order refused
deed-order_cancelled = Order cancelled
deed-list_exported = List exported
deed-settings_changed = Settings changed
deed-portal_closed = Portal closed for customers
deed-portal_opened = Portal opened for customers
deed-stock_corrected = Stock corrected
deed-stock_moved = Stock moved
deed-stock_counted = Stock counted
deed-login_invited = Login invited
deed-password_set = Password set
deed-signed_in = Signed in
deed-sign_in_blocked = Sign-in blocked
deed-token_made = Token made
deed-token_revoked = Token ended
deed-first_owner_made = First owner made
deed-backup_restored = Backup restored
deed-hand_over_tried_again = Hand-over tried again
object-login = login
object-list = list
object-token = token
object-settings = settings
object-product = product
object-customer = customer
object-import = import
object-announcement = announcement
object-location = location
object-wish = hand-over
hand-over-title = Hand-over
hand-over-context = What has not reached the ERP or a mailbox yet. Given up means that nothing more happens unless you try again.
hand-over-search = Number
hand-over-what = Number
hand-over-kind = What
hand-over-to = To
hand-over-state = State
hand-over-written = Since
hand-over-tries = Tries
hand-over-reason = What was answered
hand-over-next = Next try
hand-over-state-dead = Given up
hand-over-state-refused = Refused
hand-over-state-waiting = Waiting
hand-over-erp = ERP
hand-over-mail = Mail
hand-over-try = Try again
hand-over-try-this = Try { $what } again
hand-over-tried = It is tried again now.
hand-over-not-tried = There is nothing to try: it is done, being tried, or can't be tried again.
hand-over-none = Everything has been handed over.
hand-over-none-what = Orders reach the ERP and mails their readers as they should.
wish-place_order = Place order
wish-invitation = Invitation
wish-order_placed = Mail: order placed
menu-activity = Activity
menu-hand-over = Hand-over
## Narrowing the list of products
pages-shown = { $first } to { $last } of { $total }
facets-open = Filter
facets-open-chosen = Filter ({ $count })
facets-apply = Apply
facets-clear = Clear
facets-more = { $count } more
facets-show = Show
facets-bought = Bought before
facets-favourite = Favourites
facets-new = New
facets-in-stock = In stock
facets-category = Category
facets-brand = Brand
products-count = { $count ->
    [one] { $count } product
   *[other] { $count } products
}
products-sort = Sort
products-by-relevance = Best match
products-by-bought = Bought last
products-by-code = By code
products-by-name = By name
products-by-price = By price
products-too-long-for-prices = Sort by price works on up to { $most } products; narrow the list.
products-price-list = Price list
products-price-list-csv = CSV, for any spreadsheet
products-price-list-xlsx = XLSX, for Excel
products-variants = { $count } variants
products-own-code = your code { $code }
products-bought-on = bought { $day }
products-mark = Mark { $sku } as a favourite
products-unmark = Take the mark from { $sku }
products-favourite = Favourite
products-new = New
products-marked = { $sku } is a favourite now.
products-unmarked = { $sku } is no longer a favourite.
product-mark = Mark as a favourite
product-unmark = Favourite. Take the mark away
product-parts-suffice = The parts in stock make { $count }.
product-part = Part
product-in-kit = In the kit
product-variants = Variants
product-variants-price = Your price
product-like = Like this one
product-like-all = All of { $category }
product-bought = Bought { $quantity } on { $day }.
setting-catalogue-new-days = Days that a product counts as new. From the day it was listed.

## Assortments for staff
menu-assortments = Assortments
assortments-title = Assortments
assortments-context = What a customer sees is its assortment: products put into it by name, and those that its rules take in.
assortments-name = Assortment
assortments-products = Products
assortments-rules = Rules
assortments-customers = Customers
assortments-none = There are no assortments yet.
assortments-none-what = Every customer sees every product.
assortments-new = A new assortment
assortments-code = Code
assortments-make = Make it
assortments-under-way = A change is being carried out: { $percent } % of the products are done.
assortment-context = { $products } products, { $named } of them put in by name. { $customers ->
    [one] { $customers } customer buys by it.
   *[other] { $customers } customers buy by it.
}
assortment-rules = Rules
assortment-no-rules = No rules yet: it holds what was put into it by name.
assortment-no-customers = No customer buys by it.
assortment-way = Rule
assortment-kind = Kind
assortment-subject = Category, brand, tag or code
assortment-subject-hint = Kitchen > Mugs
assortment-tag = Tag
assortment-include = Take in
assortment-exclude = Shut out
assortment-included = Taken in
assortment-excluded = Shut out
assortment-add = Add rule
assortment-remove = Remove
assortment-remove-rule = Remove the rule about { $name }
assortment-rule-added = The rule about { $name } is added.
assortment-rule-removed = The rule is removed.
assortment-bad-code = A code has 1 to { $most } characters.
assortment-unknown-subject = There is none called “{ $name }”.
assortment-too-many = An assortment has at most { $most } rules.
price-list-own-code = Your code
price-list-least = At least
price-list-per = Per
price-list-currency = Currency
price-list-from = From { $number }
price-list-price = Price { $number }
## Logins, for staff
logins-search = Name, e-mail or customer
logins-of-customers = Customers
logins-closed = Closed
logins-lapsed = Invitation ended
logins-until = Invited until
logins-invited-until = invited until { $until }
logins-none = Nobody may sign in yet.
logins-resend = Send invitation again
logins-resent = A new invitation is on its way. The link before is dead.
logins-revoke = Revoke invitation
logins-revoked = The invitation is revoked. Its link is dead; no mail was sent.
logins-not-invited = No invitation of this login is open.
logins-too-many-mails = This person got five mails within an hour. Try again later.
logins-deactivate = Close login
logins-deactivated = The login is closed. Its sessions and tokens are dead.
logins-reopen = Open login again
logins-reopened = The login is open again. It signs in anew.
logins-last-owner = The staff need an owner. Make somebody else owner first.
logins-sees = Sees
logins-sees-all = All orders of the customer
logins-sees-own = Own orders only
logins-limit = Order limit
logins-limit-hint = Orders above it need an approval. Blank: no limit.
logins-end = No longer for { $company }
logins-ended = That is ended.
logins-factor = Second factor
logins-no-factor = This login has no second factor.
logins-factor-since = On since { $since }; { $left } recovery codes are left.
logins-factor-what = For somebody who lost app and codes. The login's sessions end, and a mail tells its person.
logins-factor-reset = Reset second factor
logins-factor-reset-done = The second factor is taken away. The login signs in with its password, and can set up a new one.
logins-tokens = API tokens
logins-several = Invite several
several-title = Invite several
several-lines = People, one a line
several-what = Customer number; e-mail address; name; role. Semicolons, tabs or commas stand between. Without a role, somebody becomes a buyer.
several-example = C-1001; nell@larchlime.example; Nell Quick; buyer
several-file = Or a file
several-file-hint = CSV or text, at most 200 lines.
several-look = Look at the list
several-nothing = The list has no line yet.
several-too-many = A list holds at most { $most } lines; this one has { $count }.
several-too-large = A list holds at most 60 kB.
several-count = { $good } of { $all } lines can be invited.
several-none-good = No line can be invited. Mend the list below.
several-how = Exactly the lines marked with a disc are invited. Links as a file are shown this once: nobody can read them again.
several-send = Invite { $count } by mail
several-links = { $count ->
    [one] One link as a CSV file
   *[other] { $count } links as a CSV file
}
several-mend = Mend the list
several-done = { $good } of { $all } lines were invited.
several-pending = Who has not accepted yet
several-line = Line
several-result = Result
several-link = Link
several-new = New login
several-adds = Has a login, will act for this customer too
several-acts-already = Has a login for this customer already
several-twice = The same as line { $first }
several-closed = The login is closed
several-bad-email = No e-mail address
several-bad-name = No name of 1 to 100 characters
several-no-customer = No open customer has this number
several-no-role = The role is viewer, buyer, approver or manager
several-mailed = Invited by mail
several-linked = Invited by link
several-has-password = Added; signs in with the password it has
customers-tick = Invite somebody of { $name }
customers-invite-ticked = Invite first contacts of those ticked

batch-title = Change several products
batch-tick = Tick { $sku }
batch-ticked = Change the ticked
batch-all = Change all that fit
batch-bar-most = You see what would change before it does. At most { $most } at once.
batch-back = Back to the list
batch-of = { $count ->
    [one] One product is chosen.
   *[other] { $count } products are chosen.
}
batch-chosen = The products
batch-look = Look at what would change
batch-stays = As it is
batch-blank = What is left blank stays as it is.
batch-no-category = Take the category away
batch-no-brand = Take the brand away
batch-add-tags = Add tags
batch-tags-hint = Several with semicolons between them.
batch-remove-tags = Take tags away
batch-set-or-clear = Write one, or take it away: not both.
batch-tag-twice = The tag { $tag } is to be added and taken away.
tag-unfit = The tag “{ $tag }” is too long: at most { $most } characters, on one line.
batch-no-product = No product is chosen. Tick some on the list, or choose all that fit.
batch-too-many = More than { $most } products fit. Narrow the list first.
batch-nothing-to-do = Nothing is to be changed yet: fill at least one field.
batch-count-change = { $count } would change
batch-count-changed = { $count } changed
batch-count-same = { $count } are so already
batch-count-left = { $count } were changed by somebody else meanwhile
batch-count-owned = { $count } belong to the ERP
batch-none-changes = No product would change.
batch-do = { $count ->
    [one] Change one product
   *[other] Change { $count } products
}
batch-done = { $count ->
    [one] One product was changed.
   *[other] { $count } products were changed.
}
batch-leave = Change nothing
batch-taken-away = Taken away
batch-now = now
batch-changes = Would change
batch-changed = Changed
batch-same = So already
batch-meanwhile = Changed by somebody else meanwhile; left as it is
batch-owned = Owned by the ERP; left as it is
deed-products_changed = Several products changed
deed-product_changed = Product changed
deed-product_created = Product made
lists-context = Prices for groups of customers. A customer pays the lowest of its lists, its own prices and the base price less its discount.
lists-search = Code or name of a list
lists-none = There is no price list yet
lists-none-what = Without one, customers pay the base prices of the products less their discount.
list-code = Code
list-code-hint = Files name the list by it. It stays.
list-name = Name
list-currency = Currency
list-currency-hint = Its ISO code. It stays.
list-with-vat = with VAT
list-without-vat = without VAT
list-is-exclusive = exclusive
list-includes-vat = Its prices include VAT. This stays.
list-includes-vat-short = With VAT
list-exclusive = Exclusive: where it has a price, other lists and the base price do not count
list-exclusive-what = Exclusive: it hides other lists
list-lowest = The lowest price of all lists counts
list-for-everybody = All open customers of today buy by it
list-everybody = everybody
list-of-open = of { $open } open
list-new = New price list
list-new-what = Prices come in by hand, by a file, or as a copy of another list.
list-make = Make the list
list-made = { $name } is there. It has no prices yet.
list-prices = Prices
list-details = Name and validity
list-details-what = Code, currency and VAT stay as the list was made.
list-valid-from = First day
list-valid-from-hint = Blank: since ever. Before it nobody buys by the list.
list-valid-until = Last day
list-valid-until-hint = Blank: no end.
list-copy = Copy
list-copy-what = The copy gets all prices as they are now, and no customers.
list-copy-code = Code of the copy
list-copy-name = Name of the copy
list-copy-do = Copy the list
list-copied = { $count ->
    [one] The copy is there, with one price and no customers.
   *[other] The copy is there, with { $count } prices and no customers.
}
list-taken = There is a price list with this code.
list-reserved = This word is taken by the program itself.
list-bad-code = Write a code of at most { $most } characters.
list-bad-name = Write a name of at most { $most } characters.
list-bad-currency = That is no currency of ISO 4217.
list-changed = Somebody changed the list since you opened it. Look at what is stored now, then save again.
list-owned-elsewhere = The ERP owns this price list: it changes there.
price-search = Code or name of a product
price-in = Price { $sign }
price-state = State
price-none = There is no price here yet
price-none-what = Write the code of a product above to set one, or bring them in by a file.
price-none-of-product = This product has no price here yet.
price-of-product = Prices of a product
price-product-code = Code of a product
price-set-of = Set its prices
price-from-quantity = From quantity
price-from-word = from
price-valid-from = First day
price-valid-until = Last day
price-between = { $from } until { $until }
price-always = always
price-no-end = no end
price-holds = Holds
price-later = Later
price-over = Over
price-change = Change
price-for = for { $per }
price-base-is = Base price { $price } { $currency }
price-of-row = Price from { $quantity }, first day: { $day }
price-until-row = Last day of the price from { $quantity }, first day: { $day }
price-save-row = Save the price from { $quantity }, first day: { $day }
price-end = End
price-end-row = End the price from { $quantity }, first day: { $day }
price-add = Add a price
price-one-hint = Blank: 1.
price-from-day-hint = Blank: since ever. On a later day the price begins by itself.
price-until-day-hint = Blank: no end.
price-ends-earlier = Where an earlier price of the same quantity goes on, end it the day before
price-set-it = Set the price
price-set = The price of { $sku } is set.
price-ended = The price of { $sku } is ended.
price-stored-now = Stored now: { $price }
price-ends-before = It would end before it begins.
price-begins-then = A price of { $price } begins on the same day: change that one, in the table.
price-changed = Somebody changed this price since you opened it. What is stored now stands beside what you typed.
price-is-over = This price is over already.
price-overlaps-always = A price of { $price } holds always. Choose days that do not meet, or tick below that an earlier price ends the day before.
price-overlaps-until = A price of { $price } holds until { $until }. Choose days that do not meet, or tick below that an earlier price ends the day before.
price-overlaps-from = A price of { $price } holds from { $from } on. Choose days that do not meet, or tick below that an earlier price ends the day before.
price-overlaps-between = A price of { $price } holds from { $from } until { $until }. Choose days that do not meet, or tick below that an earlier price ends the day before.
deed-price_list_made = Price list made
deed-price_list_changed = Price list changed
deed-price_list_copied = Price list copied
deed-price_list_given = Price list given
deed-price_list_taken = Price list taken away
deed-price_list_given_to_all = Price list given to all
deed-price_set = Price set
deed-price_ended = Price ended
object-price_list = price list
activity-price-list-given = { $name } gave the price list { $object }
activity-price-list-taken = { $name } took away the price list { $object }
activity-price-set = { $name } set an own price
activity-price-ended = { $name } ended an own price
list-customers = Customers of the list
list-customers-what = New customers do not get it by themselves: give it to them here, or on their own page.
list-nobody = Nobody buys by this list yet
list-nobody-what = Its prices count for nobody until it is given to a customer.
list-customer-number = Number of a customer
list-give = Give the list
list-give-all = Give it to all customers
list-given = { $number } buys by this list now.
list-given-to-all = { $count ->
    [0] All open customers in its currency buy by it already.
    [one] One more customer buys by it now.
   *[other] { $count } more customers buy by it now.
}
list-take = Take away
list-take-from = Take away from { $name }
list-taken-away = { $number } no longer buys by this list.
list-other-currency = This customer buys in { $currency }, the list is in another currency.
list-in-other-currency = Buys in another currency
list-is-given = It buys by this list already.
list-is-not-given = It does not buy by this list.
list-none-such = There is no price list with this code.
own-prices-title = Prices of the customer
own-prices-discount = { $discount } % off base prices
own-prices-lists = Price lists
own-prices-no-lists = It buys by no price list.
own-prices-list = Another price list
own-prices-list-code = Code of another price list
own-prices-take = Take away { $name }
own-prices-own = Own prices
percent-title = Change by percent
percent-what = Each price that holds on the day ends the day before, and the new one begins. Prices that begin later stay as they are.
percent-by = Percent
percent-hint = 3.5 raises by 3.5 %, -3.5 lowers.
percent-rounded = Rounded to
percent-rounded-hint = Half a step is rounded up.
percent-step-hundredth = 0.01
percent-step-none = four decimals
percent-step-five = 0.05
percent-step-ten = 0.10
percent-step-whole = 1.00
percent-day = From this day on
percent-day-hint = A later day: they begin by themselves.
percent-q-hint = Only these products. Blank: all of the list.
percent-look = Show what it would do
percent-would = What it would do
percent-is-rounded = Rounded to { $step }; prices that stay the same are not touched.
percent-count = { $count ->
    [0] No price would change.
    [one] One price would change from { $day } on.
   *[other] { $figure } prices would change from { $day } on.
}
percent-first = The first { $shown } of { $count }:
percent-do = { $count ->
    [one] Change this price
   *[other] Change { $figure } prices
}
percent-done = { $count ->
    [one] One price is changed.
   *[other] { $count } prices are changed.
}
percent-bad = A number from -99 to 1000 with at most two decimals, and not 0.
percent-bad-step = Choose one of these steps.
percent-bad-day = A day from today on.
percent-too-many = More than { $most } prices hold on this day. Change them in parts.
percent-nought = { $count ->
    [one] One price would be 0. Round to a smaller step.
   *[other] { $count } prices would be 0. Round to a smaller step.
}
percent-changed = { $count ->
    [one] Prices changed since you looked: one would be changed now. Nothing was done; look again.
   *[other] Prices changed since you looked: { $count } would be changed now. Nothing was done; look again.
}
deed-prices_changed_by_percent = Prices changed by percent
vat-title = VAT rates
vat-what = The country of delivery and the class of a product decide. A rate holds until the next one of its class begins; what has begun is never changed.
vat-rates = Rates
vat-none = There is no rate yet
vat-none-what = Without one, everything is outside the scope of VAT.
vat-country = Country
vat-class = Class
vat-class-hint = As products name it: standard, reduced, zero.
vat-rate = Rate
vat-category = Category
vat-category-s = Standard or reduced rate
vat-category-z = Zero rated
vat-category-e = Exempt
vat-category-o = Outside the scope
vat-category-ae = Reverse charge
vat-category-k = Supply inside the EU
vat-category-g = Export
vat-add = Add a rate
vat-add-it = Add the rate
vat-from-hint = Today or later.
vat-added = The rate is added.
vat-taken-away = The rate is taken away.
vat-take-this = Take away the rate of { $country }, { $class }, from { $day }
vat-bad-country = Choose a country.
vat-bad-class = Write a class of at most 40 characters.
vat-bad-rate = A percentage from 0 to 100, at most two decimals.
vat-bad-category = Choose a category.
vat-nought = A rate of 0 is zero rated, exempt or outside the scope.
vat-not-nought = In this category the rate is 0.
vat-past = The past stays as it was: choose today or a later day.
vat-begins-then = A rate of this class begins on this day already. Choose another day, or take that one away first.
vat-has-begun = This rate has begun, or is gone. What has begun stays.
deed-vat_rate_added = VAT rate added
deed-vat_rate_taken_away = VAT rate taken away
object-vat_rate = VAT rate

# The queue for stock (staff)
queue-title = Backorders
queue-context = Every order line that lacks stock, the longest waiting first. What comes in goes to the first in a product's queue.
queue-views = Views of what waits
queue-all = All that wait
queue-search = Order, reference, customer, code or product
queue-product-code = Code
queue-customer-number = Customer no.
queue-which = Reserved
queue-which-part = A part could go
queue-which-whole = Waits for the whole order
queue-which-nothing = Nothing yet
queue-none = Nothing waits for stock.
queue-none-what = Every order line is reserved, on its way or delivered.
queue-product = Product
queue-order = Order
queue-customer = Customer
queue-lacking = Waiting
queue-held = Reserved
queue-position = In the queue
queue-state = State
queue-priority = Priority
queue-ordered = Ordered
queue-line = Line
queue-placed = Placed
queue-reference = Reference
queue-part-could-go = A part could go
queue-waits-for-whole = Waits for the whole order
queue-no-stock = Awaiting stock
queue-of = Queue for { $sku }
queue-nobody = Nobody waits for this product.
queue-nobody-what = What is on hand covers every order.
queue-who-waits = Who waits
queue-who-holds = Who holds stock
queue-at-most = The first { $count } lines are shown.
queue-priority-first = First of all
queue-priority-as-ordered = As ordered
queue-priority-last = Last of all
queue-change = Change the queue
queue-change-what = A smaller priority gets stock first; within one priority, whoever ordered first. What is reserved already stays where it is.
queue-line-of = Which line
queue-choice = { $order } line { $line }, { $customer }: { $quantity } waiting
queue-choice-held = { $order } line { $line }, { $customer }: { $quantity } reserved
queue-reach = How much of the order
queue-reach-line = This line
queue-reach-order = All open lines of its order
queue-reason = Reason
queue-do-change = Change the queue
queue-changing = Changing
queue-changed = The queue was changed for order { $order }.
queue-release = Release what is reserved
queue-release-what = What the line holds goes to the next in the queue. The line itself waits behind all others from then on.
queue-do-release = Release
queue-releasing = Releasing
queue-released = Order { $order } gave up its stock to { $count ->
    [one] one other line
   *[other] { $count } other lines
}. What nobody else needs went back to it.
queue-reason-needed = Give a reason, { $most } characters at most.
queue-bad-priority = Choose a priority from 1 to 9.
queue-at-erp = { $erp } carries this order out; its queue is changed there.
queue-nothing-waits = Nothing of this waits any more.
queue-nothing-held = This line holds no stock that is not on a pick list yet.
queue-nobody-else = Nobody else waits for this product, so it would come straight back.
queue-link = Who waits for it
holding-title = Holding others up
holding-context = Orders that go out whole, hold stock that others wait for, and cannot go themselves. Release what one of them holds, so that another can go.
holding-none = No order holds others up.
holding-none-what = Whatever whole orders hold, nobody else waits for.
holding-holds = Holds
holding-wanted = { $held } held, { $orders ->
    [one] one other order waits
   *[other] { $orders } other orders wait
}
holding-lacking = Lines it lacks
deed-queue_changed = Queue for stock changed
deed-allocation_released = Reserved stock released
activity-queue-changed = { $name } changed the queue for stock of order { $object }
activity-allocation-released = { $name } released reserved stock of order { $object }
setting-orders-reservation = What a reservation is worth. Kept: what is reserved for an order stays with it. First processed: an order that is confirmed takes the stock it lacks from orders not confirmed yet, the last in the queue first; these wait again.
setting-value-strict = Kept for its order
setting-value-first_processed = First processed, first served

# Goods expected
incoming-title = Expected
incoming-none = No goods are expected.
incoming-day = Day
incoming-sure = How sure
incoming-source = Known from
incoming-source-hint = A purchase order, a mail, a call.
incoming-is-sure = Confirmed by the supplier
incoming-not-sure = Not confirmed
incoming-overdue = Overdue: promised to nobody
incoming-note = Note goods expected
incoming-noting = Noting
incoming-noted = Noted. Customers who wait see the day.
incoming-end = Done with
incoming-end-do = Came, or will not
incoming-ended = No longer expected.
incoming-bad-source = Say where it is known from, { $most } characters at most.
incoming-too-many = { $most } deliveries of this product are expected already.
deed-goods_expected = Goods expected
deed-goods_no_longer_expected = Goods no longer expected
promise-sure = { $quantity } expected { $day }
promise-about = { $quantity } expected about { $day }
pieces-packed = { $quantity } being packed
order-waits-for-whole = { $quantity } waits for the whole order
backorders-whole-order = Waits for the whole order

backorder-cancel = Cancel the { $quantity } that wait
backorder-cancel-of = Cancel the { $quantity } that wait of { $name }
backorder-cancelled = What this line waited for is cancelled.
happened-backorder-cancelled = What a line waited for was cancelled by the customer
deed-backorder_cancelled = Backorder cancelled by the customer
activity-backorder-cancelled = { $name } cancelled what order { $object } waited for
setting-orders-customer-cancels = Customers cancel what they wait for. On the order's page, the part of a line that lacks stock. What is reserved or on its way stays.
# Shipments and carriers
shipments-title = Shipments
shipments-context = Everything that left us for you, and where its parcels are followed.
shipments-search = Number, order, reference or tracking number
shipments-none = Nothing was sent yet.
shipments-none-what = Once goods of an order leave us, their parcels stand here.
shipments-none-button = See orders
shipment-number = Shipment
shipment-day = Sent
shipment-parcel = Parcel
shipment-parcels = Parcels
shipment-parcel-of = { $parcel } of { $count }
shipment-carrier = Carrier
shipment-tracking = Tracking number
shipment-follow = { $tracking }, follow this parcel at its carrier
shipment-inside = Contents
shipment-on-the-way = On its way
order-on-its-way = On its way: { $quantity }
shipment-delivered = Delivered
shipment-delivered-on = Delivered { $day }
shipment-arrived-day = Delivered
staff-shipments-context = Everything that left, and the day it arrived.
staff-shipments-search = Number, order, reference, tracking number or customer
staff-shipments-none-what = What a goods-out note sends stands here.
arrival-title = Shipments that arrived
arrival-day = Arrived on
arrival-tick = Shipment { $number }
arrival-record = Record for ticked
arrival-record-what = The customer sees “Delivered” with this day. A blank day says that it did not arrive after all.
arrival-none-ticked = No shipment was ticked.
arrival-too-many = { $most } shipments at once at most.
arrival-in-future = That day is still to come.
arrival-before-it-left = Shipment { $number } had not left by then.
arrival-recorded = { $count ->
    [0] That was recorded already.
    [one] The day one shipment arrived is recorded.
   *[other] The day { $count } shipments arrived is recorded.
  }
arrival-taken-back = { $count ->
    [0] None of them was recorded as arrived.
    [one] One shipment counts as on its way again.
   *[other] { $count } shipments count as on their way again.
  }
arrival-to-list = All shipments
deed-shipment_arrived = Day of arrival recorded
carriers-title = Carriers
carriers-context = Who brings parcels. Where an address is kept, customers follow a parcel by its tracking number.
carriers-none = No carriers are kept yet. Without them a shipment names its carrier, but has no link.
carrier-new = Add a carrier
carrier-add = Add
carrier-url = Tracking address
carrier-url-hint = Begins with https:// and holds {"{"}tracking{"}"} where the number belongs; {"{"}postcode{"}"} stands for the postcode it goes to.
carrier-change = Change
carrier-change-this = Change { $name }
carrier-change-save = Save
carrier-change-not = Leave it as it is
carrier-take-out = Take out
carrier-take-out-this = Take out { $name }
carrier-kept = { $name } is kept.
carrier-taken-out = The carrier is taken out. Shipments keep its name and links.
carrier-bad-name = A name has 1 to { $most } characters.
carrier-bad-url = The address begins with https:// and holds {"{"}tracking{"}"}; it has at most { $most } characters.
carrier-taken = There is a carrier with this name.
carrier-too-many = There are { $most } carriers. Take one out first.
deed-carrier_kept = Carrier kept
deed-carrier_taken_out = Carrier taken out
deed-order_shipped = Goods sent
ship-not-confirmed = This order is not confirmed. Nothing of it is sent before.
ship-at-erp = { $erp } carries this order out. Its goods are sent there.
ship-empty = Say which lines are sent, and how much of each.
ship-not-ready = { $available } can be sent now.
ship-not-all-ready = Not all of this is reserved. Nothing was sent.
ship-no-such-line = This order has no such line.
ship-goes-out-whole = This order goes out whole, and this is not all of it. Nothing was sent.
ship-bad-parcel = A carrier or tracking number has at most { $most } characters.

# Goods-out notes
notes-of-goods-title = Goods-out notes
notes-of-goods-context = What was released to the warehouse: to pick, packed, sent.
notes-of-goods-none = No goods-out notes yet.
notes-of-goods-none-what = Release what is reserved of an order, and its note stands here.
notes-of-goods-none-button = See what can be picked
notes-search = Note, order, reference or customer
note-number = Note
note-state = State of a note
note-state-open = To pick
note-state-picking = Being picked
note-state-packed = Packed
note-state-shipped = Sent
note-state-withdrawn = Taken back
note-made = Made
note-made-by = Made by
note-made-when = { $when }, { $name }
note-lines-picked = Picked
note-picked-of = { $picked } of { $lines }
note-papers = Papers
note-sheet = Picking sheet
note-slip = Packing slip
note-sheet-of = Picking sheet { $number }
note-slip-of = Packing slip { $number }
note-printed = Printed
note-tick = Picked
note-inside = In this delivery
note-parcels = This delivery comes in { $count } parcels.
note-is-packed = This note is packed. Open it again to change what is in it.
note-is-withdrawn = This note was taken back.
note-is-shipped = The goods of this note were sent.
note-not-packed = This note is not packed yet.
note-nothing-picked = Nothing of this note is picked. Take it back instead.
note-not-complete = Something of this note is still to be picked.
note-goes-out-whole = This order goes out whole. Pick all of it, or take the note back.
note-too-many-parcels = A shipment has no more parcels than this.
note-packed = Everything is packed.
note-packed-short = Packed with what was picked. The rest is reserved as before.
note-all-picked = Everything is picked.
note-opened-again = The note is open again.
note-withdrawn = The note is taken back. Its goods are reserved as before.
note-shipped = { $shipment } is on its way.
note-send-off = Send
note-ship = Send these parcels
note-shipping = Sending
note-carrier-of = Carrier of parcel { $parcel } of { $count }
note-tracking-of = Tracking number of parcel { $parcel } of { $count }
note-carriers-keep = Keep carriers, so that tracking numbers become links
note-ways = Other ways
note-ways-hint = Taking a note back releases nothing and cancels nothing: its goods stay reserved for the order.
note-close = Close: everything is packed
note-close-short = Close with what is picked
note-pick-all = Everything is picked
note-open-again = Open again
note-withdraw = Take the note back
deed-order_released = Released to the warehouse
deed-note_packed = Note packed
deed-note_opened_again = Note opened again
deed-note_withdrawn = Note taken back
object-note = Goods-out note
pick-field = Scan or type a code
pick-count = Count
pick-hint = 3*CODE counts three. / takes your last one back. + begins the next parcel. Enter on the empty field closes a note that is complete.
pick-not-sent = Not sent yet; it goes with the next one:
pick-counted = { $quantity } × { $sku } { $name }. { $picked } of { $of }.
pick-undone = Taken back: { $quantity } × { $sku } { $name }. { $picked } of { $of }.
pick-next-parcel = Parcel { $parcel } from now on.
pick-too-many = { $sku } { $name } would be more than the { $of } to pick; { $picked } are picked. This was not counted.
pick-too-many-by = { $sku } { $name } has { $picked } of { $of } already; { $by } counted the last. This was not counted.
pick-not-here = { $code } is not on this note. Put it back; nothing was counted.
pick-bad-quantity = { $code }: that is no quantity of this product. Nothing was counted.
pick-parcel-empty = Parcel { $parcel } is still empty.
pick-again = This was counted already.
pick-nothing-to-undo = You counted nothing that could be taken back.
pick-not-complete = Something is still to be picked.
pick-also = { $name } picks this note too.
pick-progress = { $picked } of { $lines } lines
pick-parcel = parcel { $parcel }
pick-complete = everything is here: press Enter to close
pick-asked = To pick
pick-picked = Picked
pick-in-parcel = Parcel
release-title = Release to the warehouse
release-what = Each line goes to the warehouse with so much of what is reserved for it.
release-whole-what = This order goes out whole. Everything is reserved and can be released.
release-waits = This order goes out whole, and something of it lacks stock. It is released once every open line is reserved.
release-whole-only = This order goes out whole. Release all of it at once.
release-nothing = Nothing of this order is reserved.
release-too-much = More was asked for than is reserved. Nothing was released.
release-too-many = At most { $most } orders are released at once.
release-now = Release
release-of = Release of { $sku }
release-do = Release
release-doing = Releasing
release-done = { $note } is released to the warehouse.
release-several-done = { $count ->
    [one] One order is released.
   *[other] { $count } orders are released.
}
release-outcome = Released: { $made }. Left as they were: { $left }.
release-none-ticked = No order was ticked. Nothing was released.
release-came-of-it = What came of it
release-note = Released by { $note }
order-warehouse = Warehouse
work-title = To release
work-context = Orders of which something is reserved and can go now, the longest waiting first.
work-queues = Queues of work
work-none = Nothing can be released.
work-none-what = Orders come here once something of them is reserved; those that go out whole once all of it is.
work-lines = Lines ready
work-covered = Waited for stock
work-whole = Goes out whole
work-all = All of it
work-part = A part
queue-to-review = To review
queue-to-pick = To release
queue-covered = Waited, can go now
queue-covered-only = Only what waited for stock
queue-picking = To pick
queue-to-ship = To send
queue-hand-over = Hand-over failed
menu-release = To release
release-ticked = Release ticked orders
release-ticked-what = Exactly the ticked ones, all that is reserved of each: { $most } at most. What cannot be released is left as it is and named.
release-tick = Tick { $number }

# Goods that come in
entered-unknown-code = There is no product with the code { $code }.
goods-in-title = Goods in
goods-in-context = What came in, and what waited for it.
goods-in-search = Note, reference or purchase order
goods-in-none = Nothing was received yet.
goods-in-none-what = Receive goods by scanning or typing what came; what waited for them is reserved at once.
goods-in-new = Receive goods
goods-in-new-context = What comes in goes to the orders that wait for it, in the order of the queue.
goods-in-when = Received
goods-in-reference = Delivery note or reference
goods-in-purchase-order = Purchase order
goods-in-covered = Lines covered
goods-in-covered-title = What waited for it
goods-in-uncovered-title = What waits again
goods-in-still-lacks = Still lacks
goods-in-lines = What came
goods-in-lines-hint = A line for each: a code as it is scanned, 3*CODE, or a code and a quantity with a blank, tab or semicolon between them, as from a spreadsheet. The same code twice is added up. At most { $most } lines.
goods-in-location-hint = Orders are served from Main only.
goods-in-look = Look at it
goods-in-look-again = Look again
goods-in-book = Book
goods-in-booking = Booking
goods-in-meant = What this means
goods-in-wrong = { $count ->
    [one] One line cannot be booked. Mend it and look again.
   *[other] { $count } lines cannot be booked. Mend them and look again.
}
goods-in-lines-wrong = Some lines cannot be booked. Nothing was.
goods-in-bad-count = Enter 1 to { $most } lines.
goods-in-booked = { $count ->
    [0] { $number } is booked.
    [one] { $number } is booked. One line that waited has something of it.
   *[other] { $number } is booked. { $count } lines that waited have something of it.
}
goods-in-booked-word = Booked
goods-in-reversal = Takes another back
goods-in-is-reversed = Taken back
goods-in-takes-back = Takes back
goods-in-taken-back-by = Taken back by
goods-in-correct = Correct
goods-in-reverse = Take this note back
goods-in-reverse-what = A note is never changed. Taking it back is a note of its own: the stock goes, and where less is left than is reserved, the last in the queue wait again. Then receive what really came.
goods-in-already-reversed = This note was taken back, or takes another back itself.
goods-in-gone = Less of { $sku } is on hand than this note brought. It cannot be taken back.
goods-in-reversed = { $count ->
    [0] { $number } is taken back.
    [one] { $number } is taken back. One line waits again.
   *[other] { $number } is taken back. { $count } lines wait again.
}
movement-goods-in = Goods in
movement-return = Sent back by a customer
deed-goods_received = Goods received
deed-goods_in_reversed = Goods-in note taken back
object-goods_in = Goods-in note

# Returns
returns-title = Returns
returns-context = What came back to us, and why.
staff-returns-context = What customers sent back. A return is received on its order’s page.
returns-search = Number, order or reference
staff-returns-search = Number, order, reference or customer
returns-none = Nothing came back yet.
returns-none-what = Ask us before you send goods back; what we received stands here.
staff-returns-none-what = A return is received on its order’s page.
return-number = Return
return-received = Received
return-what = What came back
return-reason = Reason
return-reason-hint = The customer reads it.
return-new = Receive a return
return-can-come = Can come back
return-came = Came back
return-came-of = Came back of { $sku }
return-fate = What becomes of it
return-fate-of = What becomes of { $sku }
return-to-stock = back to stock
return-written-off = written off
return-lines-written-off = Lines written off
return-receive = Receive
return-receiving = Receiving
return-bad-reason = A reason has 1 to { $most } characters.
return-nothing = Say how much came back of which line.
return-too-much = { $most } can come back of this line.
return-nothing-sent = Nothing of this order can come back.
return-nothing-sent-what = Only what was sent, and did not come back before, can be received.
return-to-order = Back to the order
return-received-done = { $count ->
    [0] { $number } is received.
    [one] { $number } is received. One line that waited has something of it.
   *[other] { $number } is received. { $count } lines that waited have something of it.
}
deed-goods_returned = Goods came back

# Stock counts
counts-title = Stock counts
counts-context = What was counted, where, and what differed.
counts-search = Number or label
counts-none = Nothing was counted yet.
counts-none-what = Open a sheet of what lies at a location, count it, look at the differences, and book them.
count-number = Count
count-new = New count
count-new-context = A sheet of what fits, at one location. Nothing changes before it is booked.
count-opened-when = Opened
count-label = Label
count-words = Code or words
count-of-hint = Category, brand, tag and words narrow the sheet; empty: everything at the location. At most { $most } products.
count-open = Open the sheet
count-opened = { $number } is open.
count-no-products = Nothing at this location fits. No count was opened.
count-too-many = More than { $most } products fit. Narrow it down: several counts are as good as one.
count-not-open = This count is booked, or was given up.
count-nothing-counted = Nothing of this sheet was counted yet.
count-changed = Something changed since this page was made: somebody counted, sold or received in the meantime. Nothing was booked; look again.
count-counted = Counted
count-difference = Difference
count-progress = { $counted } of { $lines } counted
count-sheet = Sheet
count-enter-title = Count
count-lines = What is there
count-lines-hint = A line for each: a code as it is scanned, 3*CODE, or a code and a quantity with a blank, tab or semicolon between them. The same code is added up; what is not on the sheet comes onto it.
count-instead = Instead of what was counted of these before
count-enter = Enter
count-entered = { $count ->
    [one] One product is entered.
   *[other] { $count } products are entered.
}
count-wrong = { $count ->
    [one] One line cannot be counted. Nothing was entered.
   *[other] { $count } lines cannot be counted. Nothing was entered.
}
count-book-title = Book
count-book-what = { $counted } products are counted, { $differ } of them differ. Booking makes stock what was counted; what nobody counted stays as it is.
count-short = { $count ->
    [one] Of one product less is there than is reserved: the last in the queue will wait again.
   *[other] Of { $count } products less is there than is reserved: the last in the queue will wait again.
}
count-book = Book what was counted
count-give-up = Give this count up
count-given-up = The count is given up. Nothing was changed.
count-booked = Booked. Lines that waited and have something of it: { $covered }. Lines that wait again: { $lost }.
count-moved = What it moved
count-state-open = Being counted
count-state-booked = Booked
count-state-withdrawn = Given up
deed-count_opened = Stock count opened
deed-count_booked = Stock count booked
deed-count_given_up = Stock count given up
object-count = Stock count
## Comments on an order
comments-title = Comments
comment-write = Write to { $wholesaler }
comment-hint = We and your colleagues read it.
comment-send = Send comment
comment-written = Your comment is sent.
comment-answer = Answer
comment-answer-hint = The customer reads it here and by mail. Notes stay with staff.
comment-send-answer = Send to the customer
comment-answered = Your answer is sent.
comment-waits = Waits for an answer
comment-no-answer = No answer needed
comment-no-answer-done = These comments wait no longer.
comment-nothing-waits = Nothing waited for an answer any more.
comment-needed = Write a comment of { $most } characters at most.
comment-full = There are { $most } comments already. Call us.
comment-as-customer = This would be written in the customer's name. Answer on the order's own page for staff.
comments-waiting = Comments to answer
comments-waiting-count = { $count ->
    [one] One order
   *[other] { $count } orders
}
comments-waiting-more = { $count ->
    [one] one more comment
   *[other] { $count } more comments
}
happened-commented = { $name } wrote: “{ $text }”
happened-answered = { $name } answered: “{ $text }”
notice-order-comment = We wrote to you about an order
notice-staff-order-comment = A customer wrote a comment on an order
mail-comment-subject = { $number }: { $wholesaler } wrote to you
mail-comment = { $wholesaler } wrote about your order { $number }:
mail-staff-comment-subject = Order { $number }: { $customer } wrote a comment
mail-staff-comment = { $customer } wrote about order { $number }:
deed-order_commented = Comment written
deed-order_answered = Comment answered
deed-order_comment_read = Comment needs no answer
activity-order-commented = { $name } wrote a comment on order { $object }
activity-order-answered = { $name } answered on order { $object }
activity-order-comment-read = { $name } read the comments on order { $object }

## Mails of what becomes of an order
settings-mails = Mails to customers
setting-mails-order-placed = Order received. The mail with the whole order, right after it was placed.
setting-mails-order-copies = Copies of new orders. Up to ten e-mail addresses, with commas between them, that get the mail with the whole order too; they need no login.
setting-mails-order-confirmed = Order confirmed. The mail after somebody checked the order; an order that is confirmed as it arrives has only the first one.
setting-mails-order-changed = Order changed. The mail with what was changed or cancelled, and why.
setting-mails-order-refused = Order refused. The mail with the reason.
setting-mails-backorder-covered = Backorder reserved. The mail when goods that were awaited are reserved for an order.
setting-mails-order-comment = Comment. The mail with what you wrote on an order.
notice-order-confirmed = We confirmed your order
notice-order-changed = We changed your order or cancelled lines of it
notice-order-refused = We refused your order
notice-backorder-covered = Goods on backorder are reserved for you
notice-staff-order-review = An order waits for a review
mail-confirmed-subject = { $number }: { $wholesaler } confirmed your order
mail-confirmed = We checked { $number } and confirmed it. It stands as follows.
mail-refused-subject = { $number }: { $wholesaler } could not accept your order
mail-refused = We could not accept { $number }; nothing of it will be sent or invoiced. The reason:
mail-covered-subject = { $number }: goods on backorder are reserved for you
mail-covered = Goods you were waiting for came in. Reserved for { $number }:
mail-covered-whole = This order goes out all at once, so it waits for the rest.
mail-staff-review-subject = Order { $number } of { $customer } waits for a review
mail-staff-review = { $customer } placed order { $number }: { $total }. It waits until somebody confirms or refuses it.

## Review of orders
order-changed-meanwhile = Somebody changed this order since you opened it. Nothing was done. Look at it again, then decide.
review-title = Orders to review
review-nothing = No order waits for a review.
review-nothing-what = Which orders wait here is a setting: none, all, or those that a rule names.
review-confirm-ticked = Confirm the ticked orders
review-confirm-several = Confirm orders
review-selected = { $count ->
    [0] None of these waits any more.
    [one] This order will be confirmed, and no other.
   *[other] These { $count } orders will be confirmed, and no others.
}
review-confirm-count = { $count ->
    [one] Confirm one order
   *[other] Confirm { $count } orders
}
review-back = Back to the list
review-tick = Tick
review-tick-order = Tick order { $number }
review-why = Why it waits
review-none-ticked = Tick the orders that you want to confirm.
review-confirmed = { $count ->
    [0] No order was confirmed.
    [one] One order is confirmed.
   *[other] { $count } orders are confirmed.
}
review-confirmed-not-all = { $count ->
    [0] No order was confirmed.
    [one] One order is confirmed.
   *[other] { $count } orders are confirmed.
} { $left }
review-gone = { $number } does not wait any more: somebody decided on it.
review-look-again = { $number } was changed since you ticked it. This is how it stands now.
review-left-changed = { $number } was changed meanwhile: it waits on, look at it again.
review-waits-because = It waits because:
review-over-credit = { $amount } over the credit limit
review-customer = every order of this customer is reviewed
review-first-orders = { $count ->
    [0] the customer's first order
    [one] the customer has one earlier order
   *[other] the customer has { $count } earlier orders
}
review-above = above { $amount }
review-remarks = has remarks
review-always = every order is reviewed
since-title = Since it was placed
since-nothing = Since it was placed, neither prices nor stock nor the customer's standing changed.
since-closed = The customer was closed.
since-on-hold = The customer is on hold: no new order is taken.
since-price = { $name }: the price would be { $new } now, it is { $old } on the order
since-not-sold = { $name }: not sold any more
since-free = { $name }: { $lacking } lack stock, { $free } are free now
since-lacking = { $name }: { $lacking } lack stock, none is free
setting-value-rules = By rule
setting-backoffice-review-first-orders = First orders. By rule: orders of customers who have fewer earlier orders than this wait for a review; 0 switches the rule off.
setting-backoffice-review-above-minor = Large orders. By rule: orders that come to more than this wait for a review.
setting-backoffice-review-over-credit = Over the credit limit. By rule: orders over the limit wait for a review, where the limit does not refuse them at once.
setting-backoffice-review-remarks = Remarks. By rule: orders with remarks, on the order or on a line, wait for a review.

## Adjusting an order
adjust-not-open = This order is refused, cancelled or not placed yet: nothing of it can be adjusted.
adjust-at-erp = { $erp } carries this order out. Change it there.
adjust-nothing = Nothing is other than it was. Change a line, a charge, the day or the address.
adjust-all-gone = Nothing of the order would be left. Cancel it instead.
adjust-credit = This takes the customer over the credit limit.
adjust-credit-may-pass = This takes the customer over the credit limit. Tick that it may pass, if you want that.
adjust-already-sent = At least { $quantity }: they are in the warehouse's hands, sent or invoiced.
adjust-other-country = That address is in another country, where other VAT holds. Cancel the order and enter it anew.
changed-row = { $what }: { $old } → { $new }
changed-pair = { $old } → { $new }
changed-no-day = no day
mail-changed-subject = { $number }: { $wholesaler } changed your order
mail-changed = We changed { $number }. The reason:
deed-order_adjusted = Order adjusted
activity-order-adjusted = { $name } adjusted order { $object }
adjust-button = Adjust
adjust-title = Adjust { $number }
adjust-stands = Stands
adjust-quantity = Quantity
adjust-quantity-of = Quantity of { $code }
adjust-price-in = Price { $sign }
adjust-price-of = Price of { $code }
adjust-per = per { $per }
adjust-charges = Charges
adjust-charge-hint = Net of VAT; 0 takes it away.
adjust-why = Why
adjust-pass-credit = It may go over the credit limit
adjust-what = Totals and VAT are made anew. What is taken away is free for others at once; what is added is reserved, or waits for stock. The customer reads every change with the reason, here and by mail.
adjust-save = Save the changes
adjust-saving = Saving
adjust-back = Leave it as it is
adjust-done = { $number } is changed. The customer hears of it by mail.
adjusted-title = Changes by the wholesaler
changed-now = now
happened-adjusted = { $wholesaler } changed the order: { $why }
setting-orders-staff-pass-credit = Passing the credit limit. Who of the staff can tick, when they enter or adjust an order, that it may go over the credit limit: nobody, owners, or everybody who may write. It is recorded on the order with the reason.
setting-orders-staff-set-price = Prices set by hand. Who of the staff can set a price on a line of an order they enter for a customer: nobody, owners, or everybody who may write. It is recorded on the order with the reason and the price that would have held.
setting-orders-staff-waive-value = Order values outside the limits. Who of the staff can tick, when they enter an order, that it is taken although its value is outside the limits of the customer: nobody, owners, or everybody who may write. It is recorded on the order with the reason.
customer-review = Review of orders
customer-review-always = Staff look at every order of this customer before it counts as confirmed, while orders are reviewed at all.
customer-review-by-rule = Its orders are reviewed as the settings say.
customer-review-begin = Review every order
customer-review-stop = Review as the settings say
customer-review-always-said = Every order of this customer is reviewed from now on.
customer-review-by-rule-said = Orders of this customer are reviewed as the settings say.
activity-customer-reviewed-always = { $name } has every order of the customer reviewed
activity-customer-reviewed-by-rule = { $name } has orders of the customer reviewed as the settings say
deed-customer_reviewed_always = Every order reviewed
deed-customer_reviewed_by_rule = Orders reviewed by rule

## Asking for a change of an order
change-button = Ask for a change
change-title = Change { $number }
change-what = We look at it and answer on the order's page and by mail. Until then the order stands as it is.
change-quantity = How many in all
change-gone = Sent, or on its way
change-reason = Why, or anything we should know
change-send = Ask for this change
change-asked = We have your wish and will answer it.
change-as-customer = You see the portal as the customer. Adjust the order on its page for staff instead.
change-too-late = It is too late to change this order: it is closed, or its goods have left.
change-too-late-lines = It is too late for what you ask: some of it is on its way already.
change-nothing = Nothing would be other than it is. Change a quantity, the day or the address.
change-all-gone = Nothing of the order would be left. Write to us below the order if you want to cancel it.
change-no-line = The order has no such line.
change-other-country = That address is in another country, where other VAT holds. Write to us about it.
changes-title = Changes you asked for
changes-title-staff = Changes the customer asks for
change-open = Waits for an answer
change-accepted = Granted
change-declined = Declined
change-replaced = Replaced by a newer wish
change-answer = { $wholesaler } answered: { $text }
change-grant = Look at it and grant it
change-decline = Decline
change-decline-now = Decline the change
change-declined-said = The change is declined. The customer hears why by mail.
change-decide = Decide
changes-waiting = Changes that customers ask for
happened-change-asked = A change was asked for. { $why }
happened-change-declined = { $wholesaler } declined the change: { $why }
notice-staff-change-asked = A customer asks for a change of an order
mail-staff-change-subject = Order { $number }: { $customer } asks for a change
mail-staff-change = { $customer } asks for a change of order { $number }.
mail-declined-subject = { $number }: { $wholesaler } cannot change your order
mail-declined = We cannot change { $number } as you asked; it stands as it was. The reason:
deed-order_change_asked = Change asked for
deed-order_change_declined = Change declined
activity-order-change-asked = { $name } asked for a change of order { $object }
activity-order-change-declined = { $name } declined a change of order { $object }

## Mail of goods that left
setting-mails-order-shipped = Shipped. The mail with each parcel, its carrier and tracking, and what of the order still waits.
notice-order-shipped = Goods of your order are on their way
mail-shipped-subject = { $number }: goods are on their way
mail-shipped = Goods of { $number } left us.
mail-shipped-rest = Still to come:
mail-parcel = Parcel { $parcel }

entry-find-title = New order
entry-find-what = For whom is the order?
entry-find-label = Name, number, e-mail address or VAT number of the customer
entry-find = Find
entry-found = Customers found
entry-nobody = No customer is called that.
entry-nobody-what = Look for a part of the name, or of the e-mail address.
entry-more = There are more. Type more of the name.
entry-begun = Begun and not placed
entry-goods = Goods
entry-changed = Changed
entry-for = Enter an order
entry-title = Order for { $name }
entry-what = Everything on this page is kept until it is placed.
entry-price-lists = Price lists
entry-base-price = Base prices
entry-discount = { $percent } % off the base price
entry-terms = Payment
entry-credit = Credit left
entry-credit-of = of { $limit }
entry-no-limit = No limit
entry-part = Part deliveries
entry-part-yes = Yes, as goods come
entry-part-no = No, goes out whole
entry-part-usual-yes = As usual: as goods come
entry-part-usual-no = As usual: goes out whole
entry-minimum = Least order
entry-maximum = At most { $maximum }
entry-unknown-code = There is no product with the code { $code } that this customer may order.
entry-no-minimum = None
entry-empty = No line yet. Type or scan a code above.
entry-empty-sure = Every line of this order goes, also the pasted ones.
entry-emptied = The order is empty.
entry-paste = Paste lines
entry-paste-label = Lines
entry-paste-hint = A product a line: code and quantity in any order, as from a mail or a spreadsheet.
entry-paste-add = Add these lines
entry-lines-open = { $count ->
    [one] One pasted line needs you first. Correct it, or leave it out.
   *[other] { $count } pasted lines need you first. Correct them, or leave them out.
  }
entry-save = Save
entry-by-hand-in = Price by hand, { $sign }, and why
entry-price-of = Price by hand of { $code }
entry-reason = Why
entry-reason-of = Why { $code } has another price
entry-bad-price = This is no price. Type an amount like 2.50, with four decimals at most.
entry-note = Note for us
entry-books = For their books
entry-reference = Their reference
entry-place = Place order
entry-then = Stock is taken when it is placed, and who orders at the customer hears of it.
entry-exceptions = Beside the rules
entry-waives-value = Take it although its value is outside the limits
entry-passes-credit = Take it although it goes over the credit limit
entry-waive-reason = Why
entry-waive-reason-need = needed with a tick
entry-placed = { $number } is placed for { $name }.
by-hand-reason-needed = Say why. It is kept with the order.
by-hand-title = Settled by hand
by-hand-what = What
by-hand-usual = Would have been
by-hand-now = Is
by-hand-why = Why
by-hand-price = Price of line { $line }, { $code }
by-hand-value = The value of the order
by-hand-credit = The credit limit is passed
quick-remembered = { $typed } was taken for { $code } before: { $code } is added.
bought-title = Bought before
bought-what = What you ordered before, with the quantity you order as a rule.
bought-search = Search code or name
bought-none = Nothing was bought yet.
bought-none-what = What you order stands here afterwards, ready to be ordered again.
bought-last = Last ordered
bought-times = Times
bought-usual = Quantity
bought-gone = No longer to be had
bought-add = Add ticked lines
bought-add-one = Add { $code }
bought-none-ticked = Tick what is to go into the current order, or press Add in its row.
cart-file-net = Net
saved-title = Saved lists
saved-what = Lists that you and your colleagues order from again and again.
saved-new = New list
saved-none = No list is saved yet.
saved-none-what = Save your current order or an order as a list, or begin an empty one; all colleagues see it.
saved-none-viewer = Lists that your colleagues save stand here.
saved-name = Name
saved-name-hint = All colleagues see it under this name.
saved-name-needed = A list needs a name.
saved-name-taken = There is a list of this name already. Another name is needed.
saved-lines = Products
saved-count = { $lines ->
    [one] 1 product
   *[other] { $lines } products
}
saved-made-by = Made by
saved-changed = Changed
saved-context = Made by { $name }; changed { $when }.
saved-of-nothing = An empty list; products are added by their codes.
saved-of-cart = { $lines ->
    [one] The one line of your current order goes into it.
   *[other] The { $lines } lines of your current order go into it.
}
saved-of-order = { $lines ->
    [one] The one line of order { $number } goes into it.
   *[other] The { $lines } lines of order { $number } go into it.
}
saved-make = Save the list
saved-save-as = Save as list
saved-made = { $lines ->
    [0] The list is saved; it is empty.
    [one] The list is saved, with 1 product.
   *[other] The list is saved, with { $lines } products.
}
saved-made-left = { $left ->
    [one] The list is saved; 1 line has no product any more and was left out.
   *[other] The list is saved; { $left } lines have no product any more and were left out.
}
saved-too-long = A list has at most { $most } products.
saved-too-many = Your company has { $most } lists, and cannot have more.
saved-saved = The list is saved.
saved-named = The list has its new name.
saved-deleted = The list { $name } is deleted.
saved-added = { $code } is in the list.
saved-remembered = { $typed } was taken for { $code } before: { $code } is in the list.
saved-rename = Rename
saved-rename-it = Save the name
saved-delete = Delete
saved-delete-sure = The list goes for all colleagues. Orders stay as they are.
saved-delete-it = Delete the list
saved-products = See in the catalogue
saved-empty = Nothing is in this list yet.
saved-empty-what = Type a code or some words above.
saved-empty-viewer = What your colleagues put into it stands here.
saved-tick = Ticked
saved-tick-of = Tick { $code }
saved-all-in = Put all in the order
saved-ticked-in = Put ticked in the order
saved-save = Save quantities
saved-remove = Remove ticked
saved-hint = A quantity typed here goes into the order as it is typed; the list keeps it once it is saved. 0 takes a line out.
saved-none-ticked = No line is ticked. Nothing was changed.
saved-faults = { $count ->
    [one] One quantity cannot be kept. Nothing was changed.
   *[other] { $count } quantities cannot be kept. Nothing was changed.
}

order-only-quotes = Orders are not placed here. Ask for a quotation; you convert it to an order.
notice-quote-sent = We sent you a quotation, changed it or took it back
notice-quote-comment = We wrote to you about a quotation
notice-staff-quote-asked = A customer asks for a quotation
notice-staff-quote-comment = A customer wrote a comment on a quotation
notice-staff-quote-decided = A customer converted or declined a quotation
mail-quote-link = See the quotation
mail-quote-sent-subject = Quotation { $number } of { $wholesaler }
mail-quote-sent = We have a quotation for you: { $number }.
mail-quote-revised-subject = Quotation { $number } has changed
mail-quote-revised = We changed quotation { $number }. What we offered before no longer holds.
mail-quote-reminder-subject = Quotation { $number } is still open
mail-quote-reminder = Quotation { $number } is still open for you.
mail-quote-total = It comes to { $total } with VAT.
mail-quote-until = It holds until { $until }. Convert it to an order with one click.
mail-quote-no-end = Convert it to an order with one click.
mail-quote-withdrawn-subject = Quotation { $number } is withdrawn
mail-quote-withdrawn = We took quotation { $number } back. It can no longer be ordered.
mail-quote-comment-subject = { $number }: { $wholesaler } wrote to you
mail-quote-comment = { $wholesaler } wrote about your quotation { $number }:
mail-share-subject = { $by } shares a quotation with you: { $number }
mail-share = { $by } of { $customer } shares quotation { $number } of { $wholesaler } with you.
mail-share-link = See the quotation
mail-share-ends = The link opens this one quotation, without signing in, until { $ends }.
mail-staff-quote-look = Look at it
mail-staff-quote-asked-subject = { $customer } asks for a quotation: { $number }
mail-staff-quote-asked = { $customer } asks for a quotation. It is { $number }, begun for you at their own prices.
mail-staff-quote-comment-subject = { $number }: { $customer } wrote a comment
mail-staff-quote-comment = { $customer } wrote about quotation { $number }:
mail-staff-quote-declined-subject = { $number }: { $customer } declined it
mail-staff-quote-declined = { $customer } declined quotation { $number } of { $total }.
mail-staff-quote-converted-subject = { $number }: { $customer } converted it
mail-staff-quote-converted = { $customer } converted quotation { $number } of { $total } to order { $order }.
quote-already-converted = This quotation is order { $order } already.
quote-expired = This quotation ended on { $day }. Write to us, and we look at it again.
quote-not-open = This quotation is not open.
quote-not-released = We have yet to release this quotation for ordering. Write to us below.
quote-nothing-to-send = There is nothing to send yet.
quote-changed-meanwhile = This quotation was changed meanwhile. Look at it again.
quote-bad-text = Write { $most } characters at most.
quote-too-many-lines = A quotation has at most { $most } lines.
quote-reminded-today = The customer was reminded within the last day.
field-bad-email = That is not an e-mail address.
share-too-many = This quotation is shared { $most } times already. Revoke a link first.
share-too-long = A link opens a quotation for { $most } days at most.

cart-ask-quote = Ask for a quotation
cart-quote-then = We answer with a quotation. You convert it to an order.
dashboard-quotes = { $count ->
    [one] One quotation is open
   *[other] { $count } quotations are open
}
dashboard-quotes-what = Convert it to an order while its prices hold.
dashboard-see-quotes = Quotations
quotes-title = Quotations
quotes-context = What we offer you, and until when. Active ones, unless you ask for others.
quotes-search = Number, title, product
quotes-which = Which
quotes-all = All
quotes-none = No quotation is open
quotes-none-what = Ask for one on the page of your current order. Others are found by the filter above.
staff-quotes-context = What customers ask for and what you offered. Active ones, unless you ask for others.
staff-quotes-search = Number, title, product
staff-quotes-none-what = Begin one on the page of its customer. Others are found by the filter above.
staff-quotes-commented = With a comment that waits
staff-quotes-quiet = Lying without an answer
staff-customer-number = Customer number
quotes-asked-count = { $count ->
    [one] A customer asks for a quotation
   *[other] { $count } customers ask for a quotation
}
quotes-commented-count = { $count ->
    [one] Comments wait on one quotation
   *[other] Comments wait on { $count } quotations
}
quotes-quiet-count = { $count ->
    [one] One quotation lies without an answer
   *[other] { $count } quotations lie without an answer
}
quote-number = Quotation
quote-title = Title
quote-dated = Date
quote-total = Total
quote-valid-until = Open until
quote-state-asked = Asked for
quote-state-draft = Being written
quote-state-open = Open
quote-open-until = { $days ->
    [0] Open until { $day }, today
    [one] Open until { $day }, one day
   *[other] Open until { $day }, { $days } days
}
quote-state-expired = Ended
quote-ended-on = Ended on { $day }
quote-state-converted = Converted
quote-state-declined = Declined
quote-state-withdrawn = Withdrawn
quote-usual = Your price
quote-offer = Offer
quote-goods = Goods
quote-lines-of = Lines of { $number }
quote-vat-as-for = VAT as for a delivery to { $country }.
quote-asked-on = Asked for on { $day }
quote-from = From { $wholesaler }, { $day }
quote-from-revised = From { $wholesaler }, changed on { $day }
quote-is-order = It became order { $order }.
quote-is-asked = { $wholesaler } answers with an offer; you get a mail.
quote-was-declined = You declined this quotation.
quote-was-withdrawn = { $wholesaler } withdrew this quotation.
quote-convert = Convert to Order
quote-convert-for = Convert to Order, { $total }
quote-as-offered = The order is placed as offered: all lines, at these prices.
quote-to-approver = The order is placed as offered. Above { $limit } it goes to your approver first.
quote-total-there = With VAT for that address: { $new } instead of { $old }.
quote-decline = Decline this quotation
quote-take-back = Take the request back
quote-decline-reason = Why
quote-declined = The quotation is declined.
quote-asked-done = { $number } is asked for. We answer with an offer.
share-button = Share Quote
share-title = Shared with
share-email = E-mail address
share-message = Message
share-until = The link opens it until
share-send = Send the link
share-what = Whoever has the link reads this one quotation with its prices, without signing in. You can revoke it.
share-sent = The link is on its way to { $email }.
share-revoke = Revoke
share-revoke-of = Revoke the link of { $email }
share-revoked = The link opens nothing any more.
share-over = ended
share-ends = ends { $day }
share-not-opened = not opened
share-opened = { $count ->
    [one] opened once, { $when }
   *[other] opened { $count } times, last { $when }
}
shared-context = From { $wholesaler } for { $customer }, { $day }
shared-until = This link opens the quotation until { $ends }.
shared-ended = This link opens nothing
shared-ended-what = It has ended, or it was taken back. Ask whoever sent it to you for a new one.
quote-begin = Write a quotation
quote-edit = Edit
quote-edit-title = Edit { $number }
quote-edit-what = The customer sees nothing of it until it is sent.
quote-send = Send
quote-send-anew = Send anew
quote-send-what = The customer gets a mail, and converts it to an order.
quote-save = Save
quote-saved = Saved. The customer sees nothing of it yet.
quote-sent = The quotation is sent.
quote-revise = Revise
quote-revising = A new revision is begun. What was sent holds until you send this one.
quote-throw-away = Throw the changes away
quote-thrown-away = The changes are gone. What was sent stands.
quote-withdraw = Withdraw
quote-withdraw-reason = Why; the customer reads it
quote-withdrawn = The quotation is withdrawn.
quote-remind = Remind the customer
quote-reminded = A reminder is on its way.
quote-reminded-at = The customer was reminded { $when }.
quote-release = Release for ordering
quote-released = The customer can convert it now.
quote-hold = Take the release back
quote-held = The customer cannot convert it any more.
quote-written-by = by { $name }
quote-no-lines = No line yet.
quote-older = This is revision { $revision }, as it was sent.
quote-to-latest = To the latest
quote-draft-notice = A new revision is being written. The customer still reads revision { $revision }.
quote-why = Why:
quote-asked-for = Asked for
quote-asked-by = { $when }, by { $name }.
quote-asked-lines = What was asked for
quote-revisions = Revisions
quote-revision = Revision { $revision }
quote-notes = Notes
quote-note = A note for the staff
quote-note-keep = Keep the note
quote-terms = Terms
quote-valid-hint = Blank: it never expires.
quote-carriage-in = Carriage { $sign }
quote-carriage-hint = Blank: by the rules. 0: none.
quote-usual-in = Own price { $sign }
quote-offer-in = Offer { $sign }
quote-line-remarks = Remark
quote-lines-hint = A line without a price gets the customer's own. An empty code and quantity takes a line out. Packs and least quantities are yours to settle.
quote-code-of = Code of line { $line }
quote-quantity-of = Quantity of line { $line }
quote-price-of = Offer of line { $line }
quote-remarks-of = Remark of line { $line }
setting-mails-quote-sent = Quotation. The mails when you send, change, withdraw or remind of a quotation.
setting-mails-quote-comment = Comment on a quotation. The mail with what you wrote on it.
setting-quotes-cart = Orders and quotations. What customers make of their current order: an order, a request for a quotation, or either. A quotation that you sent can always be converted.
setting-quotes-valid-days = Days a quotation is open. For how many days a new quotation is open; blank: it never expires.
setting-quotes-terms = Terms of quotations. The terms that a new quotation begins with.
setting-quotes-needs-release = Release of quotations. Whether a quotation can be converted only once you released it for ordering.
setting-quotes-remind-days = Quotations without an answer. After how many days without an answer a quotation stands on your work page; 0: never.
setting-quotes-share-days = Days of a shared link. For how many days a shared link opens a quotation, unless the customer says otherwise.
deed-quote_asked = Quotation asked for
deed-quote_begun = Quotation begun
deed-quote_written = Quotation written
deed-quote_sent = Quotation sent
deed-quote_revised = Quotation being revised
deed-quote_draft_thrown_away = Changes of a quotation thrown away
deed-quote_released = Quotation released for ordering
deed-quote_release_taken_back = Release of a quotation taken back
deed-quote_withdrawn = Quotation withdrawn
deed-quote_reminded = Customer reminded of a quotation
deed-quote_declined = Quotation declined
deed-quote_commented = Comment on a quotation written
deed-quote_answered = Comment on a quotation answered
deed-quote_comment_read = Comment on a quotation needs no answer
deed-quote_noted = Note on a quotation written
deed-quote_shared = Quotation shared
deed-quote_share_revoked = Link to a quotation revoked
setting-value-orders = Orders
setting-value-quotes = Requests for a quotation
setting-value-both = Either
quote-own = Own price
order-of-quote = Quotation { $number }
# Documents: invoices, credit notes, payments
document-invoice = Invoice
document-credit-note = Credit note
document-payment = Payment
document-refund = Refund
document-chargeback = Chargeback
document-invoices = Invoices
document-credit-notes = Credit notes
document-payments = Payments
document-refunds = Refunds
document-unsettled = Not settled
document-overdue = Overdue
document-open = Open
document-part = Partly settled
document-settled = Settled
transactions-search = Number, order or reference
transactions-type = Kind
transactions-issued = Date
staff-documents-search = Number, order, reference or customer
statement-backwards = The last day is before the first.
statement-too-many = A statement holds { $most } documents at most. Choose a shorter period.
cancel-invoiced = Line { $line } is on an invoice. Give a credit note for it first.
adjust-invoiced = Part of this order is on an invoice. Correct it by a credit note.
issue-nothing = It would come to nothing.
breach-before = It can be issued as it is. For Peppol, or the rules of a country, something is missing:
breach-issued = A good document. For Peppol, or the rules of a country, something is missing
breach-of-customer = Customer:
breach-of-ours = Our settings:
breach-of-document = This document:
issue-incomplete = It cannot be issued yet, because something is not filled in. { $rules }
invoice-not-open = Only confirmed orders can be invoiced.
to-invoice-title = To invoice
to-invoice-context = Orders of which something has left and is on no invoice yet.
to-invoice-none = All that left is invoiced
to-invoice-none-what = An order comes here when goods of it leave.
to-invoice-left = Left
to-invoice-tick = Tick { $number }
to-invoice-ticked = Raise an invoice for each ticked order
to-invoice-ticked-what = Of all that left, with the charges of the order; up to { $most } orders at once.
to-invoice-too-many = Up to { $most } orders at once. Tick fewer.
to-invoice-none-ticked = Tick the orders first.
to-invoice-outcome-title = What came of it
to-invoice-outcome = Invoiced: { $made }. Left as they were: { $left }.
to-invoice-done = { $count ->
    [one] One invoice is raised.
   *[other] { $count } invoices are raised.
}
invoice-nothing = All that left for this order is on an invoice.
invoice-no-such-line = There is no such line.
invoice-bad-quantity = Type a quantity of this product.
invoice-too-much = { $most } can be invoiced.
credit-over-invoice = Its credit notes would come to more than the invoice.
credit-reason = Say why, in up to 500 characters. The customer reads it.
credit-too-many = That is more lines than a credit note may have.
credit-nothing = Say what is given back.
credit-too-much = { $most } can be credited.
credit-name = Say what it is for, in up to 200 characters.
credit-price = Type a price above 0, with up to 4 decimals.
credit-vat = Type a VAT rate that the invoice has.
transactions-title = Transactions
transactions-context = Invoices, credit notes and payments. Tick what you want to pay.
transactions-context-looks = Invoices, credit notes and payments.
transactions-none = No documents yet
transactions-none-what = Invoices, credit notes and payments stand here once there are some.
transactions-show = Show
transactions-all = All
transactions-open = Open
transactions-number = Document
transactions-due = Due
transactions-orders = Orders
transactions-amount = Amount
transactions-files = Files
transactions-tick = Ticked
transactions-tick-of = Tick { $number }
archive-what = One archive with PDF and UBL of each that is ticked: up to { $most } documents.
archive-download = Download archive
archive-nothing = Tick the documents whose papers you want. Payments have none.
archive-too-many = An archive holds { $most } documents at most. Tick fewer.
papers-busy = Many papers are wanted at this moment, and yours did not get its turn. Try again in a few seconds.
transactions-balance = Balance
transactions-open-count = { $count ->
    [one] 1 open document
   *[other] { $count } open documents
}
transactions-overdue-what = past its day
transactions-open-credit = Open credit
transactions-open-credit-what = not used yet
transactions-available = Available credit
transactions-of-limit = of { $limit }
transactions-no-limit = No limit
transactions-no-limit-what = none is set
document-title = { $kind } { $number }
document-paid = Paid
document-under-way = Payment under way
document-part-paid = Part paid
document-due-today = Due today
document-due-in = { $days ->
    [one] Due tomorrow
   *[other] Due in { $days } days
}
document-days-late = { $days ->
    [one] 1 day overdue
   *[other] { $days } days overdue
}
document-open-credit = Open credit
document-left = Still to be used
document-corrects = Corrects
document-reason = Reason
document-lines = Lines
document-net = Net
document-quantity = Quantity
document-price = Price
document-vat = VAT
document-code = Code
document-product = Product
document-of-order = { $order }, line { $line }
document-settled-by = Settled by
document-settles = Settles
document-settled-before = { $amount } was settled before it was imported
document-pay = Pay this invoice
document-xml = E-invoice (UBL)
document-xml-of = { $number } as UBL e-invoice
ageing-name = What is open, by age
ageing-not-due = Not due
ageing-1-30 = 1 to 30 days late
ageing-31-60 = 31 to 60
ageing-61-90 = 61 to 90
ageing-over-90 = Over 90
ageing-unused-credit = Credit not used
pay-off-balance = Pay off Balance
pay-ticked = documents ticked
pay-untick = Untick all
pay-now = Pay now
pay-continue = Continue to pay
statement-button = Statement
statement-title = Statement of account
statement-of = Statement of account of { $customer }
statement-elsewhere = Invoices of this customer go to another, whose statement has them:
statement-sheet-too-many = A sheet holds { $most } documents at most. Choose a shorter period, or take the CSV file.
statement-context = What was open, what came since, what is open now.
statement-debit = Charged
statement-credit = Credited
statement-opening = Balance before { $day }
statement-closing = Balance at the end of { $day }
statement-unapplied = Credit of { $amount } is not used yet and counts against what is open.
statement-bad-day = Type both days.
statement-own-only = Your login sees its own orders only. Ask a colleague who sees all of them.
api-bad-value = This value is not one of those that are known.
staff-documents-title = Documents
staff-documents-context = Invoices, credit notes and payments of all customers.
staff-documents-none-what = Raise an invoice from an order that has left.
invoice-new = Raise an invoice
invoice-ordered = Ordered
invoice-left-us = Left us
invoice-before = Invoiced
invoice-now = Invoice now
invoice-now-of = Invoice now of { $name }
invoice-with-charge = { $name }, { $amount } net, comes with it.
invoice-issue = Issue the invoice
invoice-sending = Issuing
invoice-issued = { $number } is issued.
credit-new = New credit note
credit-of-return = return { $number }
credit-of-return-before = { $number } was given for this return already.
credit-of-return-nothing = Nothing of this return is on an invoice that could be corrected.
credit-of-invoice = Corrects { $number }
credit-free = For one customer, without an invoice that it corrects.
credit-goods = Goods of the invoice
credit-charged = Charged
credit-before = Credited
credit-now = Credit now
credit-now-of = Credit now of { $name }
credit-other = Something else
credit-what-for = What for
credit-price-each = Net each
credit-vat-rate = VAT %
credit-line-of = { $what }, line { $line }
credit-reason-hint = The customer reads it on the credit note.
credit-issue = Issue the credit note
credit-issued = { $number } is issued.
api-needs-order = Name the order that is charged.
staff-currency = Currency
menu-transactions = Transactions
menu-documents = Documents
menu-group-money = Money
setting-wholesaler-legal-name = Registered name. Of your company, on invoices; blank: the name on pages.
setting-wholesaler-street = Street. And number, of your registered address; on invoices.
setting-wholesaler-postcode = Postcode. Of your registered address.
setting-wholesaler-city = Town. Of your registered address.
setting-wholesaler-vat-number = VAT number. With the letters of its country; invoices with VAT need it.
setting-wholesaler-registration = Company number. In the register of companies, as scheme and number: 0106:12345678 in the Netherlands.
setting-wholesaler-endpoint = E-invoice address. Where e-invoices reach you, as scheme and number: 9932:GB123456782.
setting-wholesaler-iban = Bank account. The IBAN that customers pay into; on invoices.
setting-wholesaler-bic = BIC. Of the bank of that account.
setting-documents-invoice-prefix = Invoice numbers begin with. The year and a number without gaps follow.
setting-documents-credit-note-prefix = Credit note numbers begin with. The year and a number without gaps follow.
setting-documents-credit-terms = Terms of credit notes. What they say about being used.
setting-documents-note = Note on documents. Below the figures of every invoice and credit note.
order-documents = Invoices and credit notes
mail-invoice-subject = Invoice { $number } from { $wholesaler }
mail-invoice = Your invoice { $number } over { $total } is due on { $due }. It is in the portal as a print sheet and as an e-invoice, and can be paid there.
mail-credit-note-subject = Credit note { $number } from { $wholesaler }
mail-credit-note = We credited { $total } by { $number }. It can be set off against what you owe.
mail-document-link = Open it in the portal
setting-mails-document-issued = Mail with each invoice. To the contact of whoever pays, with each invoice and credit note that is issued.
document-pdf = PDF
document-pdf-of = { $number } as PDF

# Papers: PDFs of documents
paper-account = Account
paper-account-name = Account name
paper-balance = Balance
paper-bic = BIC
paper-carrier = Carrier
paper-charged = Charged
paper-closing = Closing balance
paper-code = Code
paper-company-number = Company number
paper-contact = Contact
paper-corrects = Corrects
paper-corrects-of = { $number } of { $day }
paper-credit-note = Credit note { $number }
paper-credited = Credited
paper-customer-number = Customer number
paper-day = Date
paper-deliver-to = Delivered to
paper-delivered = Delivered
paper-document = Document
paper-due = Due
paper-goods = Goods
paper-goods-out-note = Goods-out note { $number }
paper-how-to-pay = How to pay
paper-invoice = Invoice { $number }
paper-issued = Issued
paper-less = Less { $what }
paper-net = Net
paper-net-total = Total net of VAT
paper-no-vat-on = No VAT on { $net }
paper-notes = Notes
paper-opening = Opening balance
paper-order = Order
paper-ordered = Ordered
paper-page = Page { $page } of { $pages }
paper-parcel = Parcel
paper-parcels = Parcels
paper-payable = To pay
paper-payment-reference = Payment reference
paper-per = per { $units }
paper-prepaid = Paid before
paper-price = Price
paper-product = Product
paper-quantity = Quantity
paper-quotation = Quotation { $number }
paper-statement = Statement of account, { $from } to { $to }
paper-terms = Terms
paper-to = To
paper-to-credit = To credit
paper-to-follow = To follow
paper-total = Total
paper-tracking = Tracking
paper-valid-until = Valid until
paper-vat = VAT
paper-vat-elsewhere = VAT in { $currency }
paper-vat-number = VAT number
paper-vat-on = VAT { $rate } % on { $net }
paper-weight = Weight
paper-your-code = Your code
paper-your-reference = Your reference
paper-your-vat-number = Your VAT number
# Paying
payments-title = Payments
payments-context = What was paid here, and what is under way.
payments-none = No payment yet
payments-none-what = Payments started here stand in this list.
payment-number = Payment
payment-started = Started
payment-amount = Amount
payment-documents = Documents
payment-context = Started { $when }
payment-pending = Under way
payment-paid = Paid
payment-failed = Not paid
payment-cancelled = Given up
payment-expired = Expired
payment-refunded = Given back
payment-said-turned-away = You came back without paying. Nothing was taken. You can still pay, or give it up.
payment-said-preparing = The payment page is being prepared. Look again in a moment.
payment-said-pending = This payment is under way. Its documents are held for it until it is paid or over.
payment-said-paid = The money is here. What it settles stands below.
payment-said-settled = Credit was enough. Nothing was left to pay.
payment-said-failed = The payment did not go through. Nothing was taken, and the documents can be paid again.
payment-said-cancelled = This payment was given up. Nothing was taken.
payment-said-expired = Nobody paid in time. The documents can be paid again.
payment-said-refunded = All of this payment was given back. What it had settled is open again.
payment-go = Go to the payment page
payment-look-again = Look again
payment-give-up = Give it up
payment-back = What went back
back-done = given back
back-undone = did not go back
back-pending = on its way back
document-number = Number
document-type = Kind
document-due = Due
document-open-amount = Open
pay-title = Pay
pay-balance-title = Pay off Balance
pay-context = What you choose is held for this payment until it is paid or given up.
pay-what = What is paid
pay-amount = Amount
pay-amount-of = Amount for { $number }
pay-if-all = To pay now, credit taken off
pay-going = Going to the payment page
pay-all-wait = A payment for this is under way. It can be paid again once that one is paid, given up or over.
pay-in-part-hint = Less than what is open may be paid. Credit notes reduce what is to be paid.
pay-whole-hint = Documents are paid whole. Credit notes reduce what is to be paid.
pay-keep-rest = Keep what is over as credit
pay-balance-amount = Amount to pay
pay-balance-hint = { $due } is open. The oldest is paid first.
pay-show = Show what it pays
pay-goes-to = What it goes to
pay-rest-kept = { $rest } more than what is open is kept as credit.
pay-own-only = Choose documents to pay
pay-own-only-what = The whole balance is paid by colleagues who see all of it.
pay-nothing-due = Nothing is due
pay-nothing-due-what = There is no open invoice, or what is open is being paid already.
pay-nothing = Nothing is left to pay. Choose at least one open invoice.
pay-too-many = That is more than one payment can hold. Choose { $most } documents at most.
pay-unknown = There is no such document.
pay-twice = This document is there twice.
pay-bad-amount = This is no amount above nought.
pay-other-currency = This is in another currency. One payment is in one currency.
pay-settled = Nothing of this document is open any more.
pay-under-way = A payment for this document is under way.
pay-over-open = This is more than is open. { $open } is.
pay-not-in-part = This is paid whole: { $open }.
pay-over-balance = This is more than is open in all: { $due }. Say that the rest is kept as credit, or pay less.
pay-no-gateway = Paying here is not possible at present.
pay-documents-or-amount = Name documents, or an amount, and not both.
refund-not-paid = Only what was paid at a gateway can be given back there.
refund-too-much = This is more than can go back. { $left } can.
refund-reason-needed = A refund needs a reason, of { $most } characters at most.
demo-gateway-title = Demo gateway
demo-gateway-context = This page stands in for a payment provider. No money moves here.
demo-gateway-for = For
demo-gateway-over = Nothing more happens to this payment.
demo-gateway-not-now = That cannot happen to this payment any more.
demo-pay = Pay
demo-pay-later = Pay by a slow method
demo-fail = Be declined
demo-cancel = Cancel
demo-arrives = The money arrives
demo-bounces = The money does not arrive
demo-dispute = The bank takes it back
demo-dispute-won = The bank gives it to us again
setting-billing-gateway = Payment gateway. Where customers pay online. It must be set up in the configuration file; the demo gateway moves no money.
setting-billing-pay-in-part = Part payments. Whether less than what is open of a document may be paid.
setting-billing-one-payment-at-a-time = One payment at a time. Whether a document that a payment is under way for is closed to a second one meanwhile.
setting-value-demo = demo gateway
setting-value-mollie = Mollie
setting-value-stripe = Stripe
staff-payments-context = What customers pay here, and bank transfers entered by hand.
staff-payments-none-what = Payments that customers start stand in this list, and transfers that are entered by hand.
staff-payments-search = Number or customer
payment-stuck = Needs a look
payment-gateway = Gateway
payment-can-go-back = Can go back
payment-ask = Ask the gateway now
payment-trouble = Needs a look: { $why }
back-kind = Kind
refund-title = Give money back
refund-reason = Reason, for the customer
refund-do = Give back
refund-sending = Giving back
transfer-title = Enter a bank transfer
transfer-context = It settles what you name, else what is due longest. What is over stays as credit of the customer.
transfer-customer = Number of the customer
transfer-day = Day it came
transfer-other-currency = The invoices of this customer are in another currency.
bank-title = Bank
bank-context = What came in at the bank, to be booked to the invoices that it pays.
bank-file = Bank file, CAMT.053 or CSV
bank-bring = Bring it in
bank-sending = Reading the file
bank-brought = { $new } new, { $known } known already, { $others } not money that came in.
bank-file-none = Choose a file.
bank-file-too-long = The file is longer than { $most } MB.
bank-file-too-many = The file has more than { $most } entries. Ask the bank for a shorter period.
bank-file-unknown = This is neither a CAMT.053 nor a CSV file of a bank.
bank-file-broken = The file cannot be read: { $why }. Nothing was taken from it.
bank-file-no-column = No column of the file is called anything like “{ $column }”.
bank-file-row = “{ $column }” in row { $row } cannot be read. Nothing was taken from the file.
bank-file-empty = There is nothing in the file.
bank-nothing = Nothing waits to be booked
bank-nothing-what = Entries of a bank file stand here until they are booked or set aside.
bank-tick = Tick
bank-tick-of = Tick { $amount } of { $payer }
bank-day = Day
bank-payer = Payer
bank-amount = Amount
bank-customer = Customer
bank-customer-of = Customer of { $amount } of { $payer }
bank-documents = Invoices
bank-documents-of = Invoices that { $amount } of { $payer } pays
bank-fits = Fits
bank-differs = Another amount is open
bank-more = { $count } wait in all; the oldest stand here.
bank-hint = Without invoices the oldest due is paid first. What is over stays as credit of the customer.
bank-book = Book ticked
bank-booking = Booking
bank-set-aside = Set ticked aside
bank-booked = { $count } booked.
bank-set-aside-done = { $count } set aside.
bank-none-ticked = Tick what you mean.
bank-done-meanwhile = Somebody booked or set this aside meanwhile.
transfer-day-hint = Blank: today.
transfer-reference = What the bank says of it
transfer-documents = Invoices it is for
transfer-documents-hint = Numbers, with blanks between. Blank: the oldest due first.
transfer-do = Book it
transfer-sending = Booking
transfer-done = { $number } is booked.
transfer-no-customer = There is no customer with this number.
transfer-bad-day = This is no day up to today.
transfer-bad-reference = This is longer than { $most } characters.
transfer-no-document = One of these is no open invoice of this customer.
deed-payment_started = Payment started
deed-payment_paid = Payment came
deed-payment_over = Payment is over
deed-payment_refunded = Payment given back
deed-payment_in_trouble = Payment needs a look
deed-payment_went_back = Money went back
deed-payment_came_again = Money came again
deed-refund_asked = Refund asked for
deed-transfer_entered = Bank transfer entered
