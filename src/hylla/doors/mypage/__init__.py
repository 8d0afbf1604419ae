"""The door mypage."""
