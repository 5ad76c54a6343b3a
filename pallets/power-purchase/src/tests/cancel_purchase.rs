use crate::mock::*;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn cancel_purchase_should_have_the_desk_cancel_the_order() {
	run(|| {
		assert_ok!(PowerPurchase::cancel_purchase(signed(BUYER), 7));
		assert_eq!(Cancelled::get(), vec![(BUYER, 7)]);
	});
}

#[test]
fn cancel_purchase_should_fail_when_the_desk_refuses() {
	run(|| {
		DeskError::set(Some(DispatchError::Unavailable));
		assert_noop!(PowerPurchase::cancel_purchase(signed(OTHER), 7), DispatchError::Unavailable);
	});
}
