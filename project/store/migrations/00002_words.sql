-- +goose Up

-- Words of the takes, for searching. Only the index is here, the text stays in
-- takes; so the index lets go of a text before that changes.
CREATE VIRTUAL TABLE take_words USING fts4 (content='takes', code, prompt, note, tokenize=unicode61 "remove_diacritics=2", prefix="1,2,3", order=desc);

-- +goose StatementBegin
CREATE TRIGGER take_words_insert AFTER INSERT ON takes BEGIN
  INSERT INTO take_words (docid, code, prompt, note) VALUES (NEW.id, NEW.code, NEW.prompt, NEW.note);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER take_words_before_update BEFORE UPDATE OF code, prompt, note ON takes BEGIN
  DELETE FROM take_words WHERE docid = OLD.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER take_words_update AFTER UPDATE OF code, prompt, note ON takes BEGIN
  INSERT INTO take_words (docid, code, prompt, note) VALUES (NEW.id, NEW.code, NEW.prompt, NEW.note);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER take_words_delete BEFORE DELETE ON takes BEGIN
  DELETE FROM take_words WHERE docid = OLD.id;
END;
-- +goose StatementEnd

-- Of the takes that are there already.
INSERT INTO take_words (take_words) VALUES ('rebuild');
