"""Schema 1: the tables of the first release. Frozen once released."""

from __future__ import annotations

import sqlite3

from tracker.store.migrations.m0001_training import DAY, TRAINING

DOMAIN = (
    """CREATE TABLE user_preferences (
        id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL CHECK (json_valid(value))) STRICT""",
    """CREATE TABLE meal_slot (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), position INTEGER NOT NULL,
        starts_at INTEGER NOT NULL CHECK (starts_at BETWEEN 0 AND 1439)) STRICT""",
    f"""CREATE TABLE meal_plan_entry (
        id TEXT PRIMARY KEY, day TEXT NOT NULL CHECK (day {DAY}), slot TEXT NOT NULL, position INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('planned', 'eaten')),
        title TEXT NOT NULL CHECK (title <> ''),
        source_kind TEXT NOT NULL CHECK (source_kind IN ('food', 'recipe', 'raw')), source TEXT,
        amount INTEGER CHECK (amount > 0), unit TEXT, mass INTEGER CHECK (mass >= 0),
        energy INTEGER CHECK (energy >= 0), protein INTEGER CHECK (protein >= 0),
        carbs INTEGER CHECK (carbs >= 0), fat INTEGER CHECK (fat >= 0),
        nutrients TEXT NOT NULL DEFAULT '{{}}' CHECK (json_type(nutrients) = 'object'),
        parts TEXT NOT NULL DEFAULT '[]' CHECK (json_type(parts) = 'array'),
        eaten_at INTEGER, zone TEXT, note TEXT NOT NULL DEFAULT '',
        CHECK (source_kind <> 'raw' OR energy IS NOT NULL)) STRICT""",
    "CREATE INDEX meal_plan_entry_day ON meal_plan_entry (day, slot, position)",
    "CREATE INDEX meal_plan_entry_source ON meal_plan_entry (source, day)",
    "CREATE INDEX meal_plan_entry_title ON meal_plan_entry (title, day)",
    f"""CREATE TABLE day_status (
        id TEXT PRIMARY KEY, day TEXT NOT NULL CHECK (day {DAY}),
        status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'complete', 'not_tracked')),
        note TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX day_status_day ON day_status (day)",
    """CREATE TABLE meal_template (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), slot TEXT, created_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE meal_template_item (
        id TEXT NOT NULL, template TEXT NOT NULL REFERENCES meal_template (id) ON DELETE CASCADE,
        ord TEXT NOT NULL, title TEXT NOT NULL CHECK (title <> ''),
        source_kind TEXT NOT NULL CHECK (source_kind IN ('food', 'recipe', 'raw')), source TEXT,
        amount INTEGER CHECK (amount > 0), unit TEXT, mass INTEGER CHECK (mass >= 0),
        energy INTEGER CHECK (energy >= 0), protein INTEGER CHECK (protein >= 0),
        carbs INTEGER CHECK (carbs >= 0), fat INTEGER CHECK (fat >= 0),
        nutrients TEXT NOT NULL DEFAULT '{}' CHECK (json_type(nutrients) = 'object'),
        note TEXT NOT NULL DEFAULT '', PRIMARY KEY (template, id)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE target (
        id TEXT PRIMARY KEY, since TEXT NOT NULL CHECK (since {DAY}),
        energy INTEGER CHECK (energy > 0), protein INTEGER CHECK (protein >= 0),
        carbs INTEGER CHECK (carbs >= 0), fat INTEGER CHECK (fat >= 0),
        formula TEXT NOT NULL DEFAULT '', resting INTEGER CHECK (resting >= 0), factor INTEGER CHECK (factor >= 0),
        spent INTEGER CHECK (spent >= 0), change INTEGER) STRICT""",
    "CREATE INDEX target_since ON target (since)",
    """CREATE TABLE target_day (
        id TEXT NOT NULL, target TEXT NOT NULL REFERENCES target (id) ON DELETE CASCADE, ord TEXT NOT NULL,
        which TEXT NOT NULL CHECK (which IN ('training', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
        energy INTEGER CHECK (energy > 0), protein INTEGER CHECK (protein >= 0),
        carbs INTEGER CHECK (carbs >= 0), fat INTEGER CHECK (fat >= 0),
        PRIMARY KEY (target, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE recipe (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), cuisine TEXT NOT NULL DEFAULT '',
        tags TEXT NOT NULL DEFAULT '[]' CHECK (json_type(tags) = 'array'),
        servings INTEGER NOT NULL CHECK (servings > 0), yields TEXT NOT NULL DEFAULT '',
        cooked_mass INTEGER CHECK (cooked_mass > 0),
        minutes INTEGER CHECK (minutes >= 0), steps TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        photo TEXT NOT NULL DEFAULT '[]' CHECK (json_type(photo) = 'array'), created_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE recipe_ingredient (
        id TEXT NOT NULL, recipe TEXT NOT NULL REFERENCES recipe (id) ON DELETE CASCADE,
        ord TEXT NOT NULL, name TEXT NOT NULL CHECK (name <> ''),
        amount INTEGER CHECK (amount > 0), unit TEXT, mass INTEGER CHECK (mass >= 0), food TEXT,
        doubt TEXT CHECK (doubt IN ('food', 'weight')),
        PRIMARY KEY (recipe, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX recipe_ingredient_name ON recipe_ingredient (name COLLATE NOCASE)",
    """CREATE TABLE shopping_item (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), food TEXT,
        amounts TEXT NOT NULL DEFAULT '[]' CHECK (json_type(amounts) = 'array'), aisle TEXT NOT NULL DEFAULT '',
        origin TEXT NOT NULL DEFAULT 'hand' CHECK (origin IN ('hand', 'plan')),
        used_in TEXT NOT NULL DEFAULT '[]' CHECK (json_type(used_in) = 'array'),
        since TEXT NOT NULL DEFAULT '', until TEXT NOT NULL DEFAULT '',
        bought INTEGER NOT NULL DEFAULT 0 CHECK (bought IN (0, 1)), created_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE food (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), brand TEXT NOT NULL DEFAULT '',
        barcode TEXT NOT NULL DEFAULT '', category TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
        energy INTEGER CHECK (energy >= 0), protein INTEGER CHECK (protein >= 0),
        carbs INTEGER CHECK (carbs >= 0), fat INTEGER CHECK (fat >= 0),
        nutrients TEXT NOT NULL DEFAULT '{}' CHECK (json_type(nutrients) = 'object'),
        notes TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE food_portion (
        id TEXT NOT NULL, food TEXT NOT NULL REFERENCES food (id) ON DELETE CASCADE,
        ord TEXT NOT NULL, name TEXT NOT NULL CHECK (name <> ''), mass INTEGER NOT NULL CHECK (mass > 0),
        PRIMARY KEY (food, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE favorite (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('food', 'recipe', 'workout', 'workout_plan', 'exercise')),
        target TEXT NOT NULL, created_at INTEGER NOT NULL, UNIQUE (kind, target)) STRICT""",
    """CREATE TABLE measurement_kind (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), unit TEXT NOT NULL DEFAULT '',
        decimals INTEGER NOT NULL DEFAULT 0 CHECK (decimals BETWEEN 0 AND 3)) STRICT""",
    f"""CREATE TABLE measurement (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind <> ''), at INTEGER NOT NULL, zone TEXT,
        day TEXT NOT NULL CHECK (day {DAY}), value INTEGER NOT NULL, value2 INTEGER,
        typed TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX measurement_of_kind ON measurement (kind, at)",
    "CREATE INDEX measurement_day ON measurement (day, at, id)",
    """CREATE TABLE cached_nutrition_data (
        key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value)), expires_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE device_setting (
        key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT""",
)

SYNC = (
    """CREATE TABLE sync_meta (
        one INTEGER PRIMARY KEY CHECK (one = 1), account_id TEXT, email TEXT, server TEXT, dev TEXT NOT NULL,
        epoch TEXT, cursor TEXT, push_no INTEGER NOT NULL DEFAULT 0, mut INTEGER NOT NULL DEFAULT 0,
        mode TEXT NOT NULL DEFAULT 'hybrid' CHECK (mode IN ('local', 'hybrid', 'cloud')),
        token_store TEXT NOT NULL DEFAULT 'keyring' CHECK (token_store IN ('keyring', 'file', 'memory')),
        last_sync INTEGER, clock_offset INTEGER NOT NULL DEFAULT 0) STRICT""",
    """CREATE TABLE sync_flag (one INTEGER PRIMARY KEY CHECK (one = 1), applying INTEGER NOT NULL) STRICT""",
    "INSERT INTO sync_flag VALUES (1, 0)",
    """CREATE TABLE sync_rec (
        c TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL DEFAULT 0, base BLOB, base_at INTEGER,
        stamp INTEGER NOT NULL DEFAULT 0, acked INTEGER NOT NULL DEFAULT 0, changed_at INTEGER,
        infl_stamp INTEGER, infl BLOB, orig_base BLOB,
        extras TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extras) = 'object'),
        remote_dev TEXT, remote_at INTEGER, PRIMARY KEY (c, id)) STRICT""",
    "CREATE INDEX sync_rec_dirty ON sync_rec (stamp) WHERE stamp > acked",
    "CREATE INDEX sync_rec_flying ON sync_rec (infl_stamp) WHERE infl_stamp IS NOT NULL",
    """CREATE TABLE sync_push (
        one INTEGER PRIMARY KEY CHECK (one = 1), push_no INTEGER NOT NULL, request BLOB NOT NULL) STRICT""",
    """CREATE TABLE sync_answered (
        one INTEGER PRIMARY KEY CHECK (one = 1), push_no INTEGER NOT NULL, request BLOB NOT NULL,
        answer BLOB NOT NULL) STRICT""",
    """CREATE TABLE sync_conflict (
        c TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL,
        orig TEXT, seen_remote TEXT, opened_at INTEGER NOT NULL, PRIMARY KEY (c, id, field)) STRICT""",
    """CREATE TABLE sync_conflict_bodies (
        c TEXT NOT NULL, id TEXT NOT NULL, base BLOB, local BLOB, remote BLOB, PRIMARY KEY (c, id)) STRICT""",
    """CREATE TABLE sync_history (
        seq INTEGER PRIMARY KEY, c TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL,
        body BLOB) STRICT""",
    "CREATE INDEX sync_history_at ON sync_history (at)",
    "CREATE INDEX sync_history_record ON sync_history (c, id)",
    """CREATE TABLE sync_trash (
        c TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (c, id)) STRICT""",
    """CREATE TABLE sync_reject (
        c TEXT NOT NULL, id TEXT NOT NULL, stamp INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (c, id)) STRICT""",
    """CREATE TABLE sync_opaque (
        c TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, body BLOB NOT NULL, s INTEGER NOT NULL,
        mt INTEGER NOT NULL, dev TEXT NOT NULL, unsent INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (c, id)) STRICT""",
    """CREATE TABLE sync_held (
        c TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, mt INTEGER NOT NULL, dev TEXT NOT NULL,
        asked INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (c, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE sync_event (
        seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, sentence TEXT NOT NULL,
        duration INTEGER) STRICT""",
)

UNDO = (
    """CREATE TABLE undo_step (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('undo', 'redo'))) STRICT""",
    """CREATE TABLE undo_state (one INTEGER PRIMARY KEY CHECK (one = 1), step INTEGER) STRICT""",
    "INSERT INTO undo_state VALUES (1, NULL)",
    """CREATE TABLE undo_change (
        seq INTEGER PRIMARY KEY, step INTEGER NOT NULL REFERENCES undo_step (id) ON DELETE CASCADE,
        tbl TEXT NOT NULL, row_id TEXT NOT NULL, c TEXT NOT NULL, record TEXT NOT NULL, before TEXT) STRICT""",
    "CREATE INDEX undo_change_step ON undo_change (step, seq)",
    "CREATE INDEX undo_change_record ON undo_change (c, record)",
)

INDEXING = "(SELECT suspended FROM search_flag) = 0"

SEARCH = (
    """CREATE TABLE search_document (
        rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, record TEXT NOT NULL, title TEXT NOT NULL,
        extra TEXT NOT NULL, UNIQUE (kind, record)) STRICT""",
    """CREATE VIRTUAL TABLE search_index USING fts5 (
        title, extra, content='search_document', content_rowid='rowid', prefix='1 2 3', detail=none,
        columnsize=0, tokenize="unicode61 remove_diacritics 2")""",
    f"""CREATE TRIGGER search_document_insert AFTER INSERT ON search_document WHEN {INDEXING} BEGIN
        INSERT INTO search_index (rowid, title, extra) VALUES (NEW.rowid, NEW.title, NEW.extra); END""",
    f"""CREATE TRIGGER search_document_delete AFTER DELETE ON search_document WHEN {INDEXING} BEGIN
        INSERT INTO search_index (search_index, rowid, title, extra)
        VALUES ('delete', OLD.rowid, OLD.title, OLD.extra); END""",
    f"""CREATE TRIGGER search_document_update AFTER UPDATE ON search_document
        WHEN {INDEXING} AND (OLD.title <> NEW.title OR OLD.extra <> NEW.extra) BEGIN
        INSERT INTO search_index (search_index, rowid, title, extra)
        VALUES ('delete', OLD.rowid, OLD.title, OLD.extra);
        INSERT INTO search_index (rowid, title, extra) VALUES (NEW.rowid, NEW.title, NEW.extra); END""",
    """CREATE TABLE search_flag (one INTEGER PRIMARY KEY CHECK (one = 1), suspended INTEGER NOT NULL) STRICT""",
    "INSERT INTO search_flag VALUES (1, 0)",
)

TRIGGER_DIGEST = ("CREATE TABLE trigger_digest (one INTEGER PRIMARY KEY CHECK (one = 1), digest TEXT NOT NULL) STRICT",)

SLOTS = """INSERT INTO meal_slot (id, name, position, starts_at) VALUES
    ('breakfast', 'Breakfast', 1, 240), ('lunch', 'Lunch', 2, 660),
    ('dinner', 'Dinner', 3, 1020), ('snacks', 'Snacks', 4, 900)"""
SLOT_BASES = """INSERT INTO sync_rec (c, id, base) SELECT 'meal_slot', id,
    CAST(json_object('name', name, 'position', position, 'starts_at', starts_at) AS BLOB) FROM meal_slot"""


def up(connection: sqlite3.Connection) -> None:
    """Create every table and the four usual meals: every profile's edits of them grow from the same version."""
    for statement in (*DOMAIN, *TRAINING, *SYNC, *UNDO, *SEARCH, *TRIGGER_DIGEST, SLOTS, SLOT_BASES):
        connection.execute(statement)


def down(connection: sqlite3.Connection) -> None:
    """Remove every table again; nothing is left of the profile's data."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'search_index_%' AND name <> 'schema_migration' ORDER BY name DESC"
        )
    ]
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name in names:
        connection.execute(f'DROP TABLE "{name}"')
