use crate::{mock::*, Batches, Error, Event, Standing};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use zeropark_primitives::market::SerialRange;

#[test]
fn certificates_should_expire_after_two_years_a_few_batches_a_block() {
	new_test_ext_execute(|| {
		let batches = (0..5).map(|_| issued(10)).collect::<Vec<_>>();
		assert_ok!(Certificates::retire(signed(ALICE), batches[0], 4, claim()));
		let standing = |id: &u32| Batches::<Test>::get(id).expect("is on record").standing;
		// September 2021 is their last month.
		set_time(OCTOBER.after(24).start() - 1);
		for _ in 0..40 {
			Certificates::on_initialize(1);
		}
		assert!(batches.iter().all(|id| standing(id) == Standing::Valid));
		set_time(OCTOBER.after(24).start());
		// Void at once, and written off in the blocks to come.
		assert!(batches.iter().all(|id| Certificates::tradable(*id).is_none()));
		Certificates::on_initialize(1);
		let expired = batches.iter().filter(|id| standing(id) == Standing::Expired).count();
		assert_eq!(expired, 3);
		for _ in 0..3 {
			Certificates::on_initialize(1);
		}
		assert!(batches.iter().all(|id| standing(id) == Standing::Expired));
		System::assert_has_event(
			Event::Expired { batch: batches[0], serials: SerialRange { start: 4, end: 10 } }.into(),
		);
		assert_noop!(
			Certificates::retire(signed(ALICE), batches[1], 1, claim()),
			Error::<Test>::NotValid
		);
		assert!(Certificates::tradable(batches[1]).is_none());
	});
}
