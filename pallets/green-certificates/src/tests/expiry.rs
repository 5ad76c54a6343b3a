use crate::{mock::*, BatchStatus, Batches, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use zeropark_primitives::{certificates::SerialRange, time::DAY};

#[test]
fn certificates_should_expire_after_two_years_a_few_batches_in_each_block() {
	new_test_ext_execute(|| {
		let batches = (0..5).map(|_| issued(10)).collect::<Vec<_>>();
		assert_ok!(Certificates::retire(signed(ALICE), batches[0], 4, claim()));
		let status = |id: &u32| Batches::<Test>::get(id).expect("is on record").status;
		// The certificates are valid until the end of September 2021.
		set_time(OCTOBER.after(24).start() - 1);
		for _ in 0..40 {
			Certificates::on_initialize(1);
		}
		assert!(batches.iter().all(|id| status(id) == BatchStatus::Valid));
		set_time(OCTOBER.after(24).start());
		// They are invalid at once, although their batches expire over the next blocks.
		assert!(batches.iter().all(|id| Certificates::tradable(*id).is_none()));
		Certificates::on_initialize(1);
		let expired = batches.iter().filter(|id| status(id) == BatchStatus::Expired).count();
		assert_eq!(expired, 3);
		for _ in 0..3 {
			Certificates::on_initialize(1);
		}
		assert!(batches.iter().all(|id| status(id) == BatchStatus::Expired));
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

#[test]
fn certificates_should_not_be_traded_when_they_expire_before_their_buyer_can_use_them() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		let last = OCTOBER.after(24).start() - DAY;
		set_time(last);
		assert!(Certificates::tradable(batch).is_some());
		set_time(last + 1);
		assert!(Certificates::tradable(batch).is_none());
		// Their holder can still use them.
		assert_ok!(Certificates::retire(signed(ALICE), batch, 4, claim()));
	});
}
