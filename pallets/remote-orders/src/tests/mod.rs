mod cancel;
mod news;
mod place;
