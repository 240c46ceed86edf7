-- Until when the site's limit runs that a pause by hand lies over; null: there is none.
ALTER TABLE lanes ADD COLUMN limit_until INTEGER;
