"""The tables of training in schema 1. Frozen once released."""

from __future__ import annotations

DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'"

TABLES = (
    f"""CREATE TABLE workout (
        id TEXT PRIMARY KEY, title TEXT NOT NULL CHECK (title <> ''),
        sport TEXT NOT NULL, sub_sport TEXT NOT NULL DEFAULT '',
        status TEXT NOT NULL CHECK (status IN ('planned', 'active', 'paused', 'completed', 'archived', 'deleted')),
        start_at INTEGER NOT NULL, zone TEXT, day TEXT NOT NULL CHECK (day {DAY}),
        duration INTEGER CHECK (duration >= 0), elapsed INTEGER CHECK (elapsed >= 0),
        moving INTEGER CHECK (moving >= 0), distance INTEGER CHECK (distance >= 0), ascent INTEGER,
        avg_power INTEGER, max_power INTEGER, weighted_power INTEGER,
        avg_heart_rate INTEGER, max_heart_rate INTEGER, avg_cadence INTEGER, energy INTEGER,
        laps TEXT NOT NULL DEFAULT '[]' CHECK (json_type(laps) = 'array'),
        telemetry TEXT NOT NULL DEFAULT '[]' CHECK (json_type(telemetry) = 'array'),
        device TEXT NOT NULL DEFAULT '', file_name TEXT NOT NULL DEFAULT '', file_hash TEXT NOT NULL DEFAULT '',
        session INTEGER NOT NULL DEFAULT 0, salvaged TEXT NOT NULL DEFAULT '',
        effort INTEGER CHECK (effort BETWEEN 10 AND 100), gear TEXT NOT NULL DEFAULT '', plan TEXT,
        planned TEXT NOT NULL DEFAULT '{{}}' CHECK (json_type(planned) = 'object'),
        notes TEXT NOT NULL DEFAULT '',
        original TEXT NOT NULL DEFAULT '{{}}' CHECK (json_type(original) = 'object')) STRICT""",
    "CREATE INDEX workout_start ON workout (start_at)",
    "CREATE INDEX workout_day ON workout (day, start_at, id, status, sport, duration)",
    "CREATE INDEX workout_file ON workout (file_hash, session) WHERE file_hash <> ''",
    "CREATE INDEX workout_edited ON workout (id) WHERE original <> '{}'",
    """CREATE TABLE exercise_set (
        id TEXT NOT NULL, workout TEXT NOT NULL REFERENCES workout (id) ON DELETE CASCADE,
        ord TEXT NOT NULL, exercise TEXT, name TEXT NOT NULL CHECK (name <> ''),
        kind TEXT NOT NULL DEFAULT 'normal' CHECK (kind IN ('warmup', 'normal', 'drop', 'failure')),
        status TEXT NOT NULL DEFAULT 'done' CHECK (status IN ('planned', 'done')),
        weight INTEGER, typed TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '',
        reps INTEGER CHECK (reps >= 0), duration INTEGER CHECK (duration >= 0), distance INTEGER CHECK (distance >= 0),
        effort INTEGER CHECK (effort BETWEEN 10 AND 100), rest INTEGER CHECK (rest >= 0),
        superset TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (workout, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX exercise_set_exercise ON exercise_set (exercise, name)",
    """CREATE TABLE exercise (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''),
        muscles TEXT NOT NULL DEFAULT '[]' CHECK (json_type(muscles) = 'array'),
        secondary TEXT NOT NULL DEFAULT '[]' CHECK (json_type(secondary) = 'array'),
        equipment TEXT NOT NULL DEFAULT '',
        measure TEXT NOT NULL DEFAULT 'weight' CHECK (measure IN ('weight', 'bodyweight', 'duration', 'distance')),
        notes TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL) STRICT""",
    f"""CREATE TABLE threshold (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind <> ''), sport TEXT NOT NULL DEFAULT '',
        since TEXT NOT NULL CHECK (since {DAY}), value INTEGER NOT NULL CHECK (value > 0),
        source TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX threshold_kind ON threshold (kind, sport, since)",
    """CREATE TABLE workout_plan (
        id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''),
        kind TEXT NOT NULL DEFAULT 'workout' CHECK (kind IN ('workout', 'week')),
        sport TEXT NOT NULL DEFAULT '', sub_sport TEXT NOT NULL DEFAULT '',
        steps TEXT NOT NULL DEFAULT '[]' CHECK (json_type(steps) = 'array'),
        duration INTEGER CHECK (duration >= 0), load INTEGER CHECK (load >= 0), notes TEXT NOT NULL DEFAULT '',
        created_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE goal (
        id TEXT PRIMARY KEY, period TEXT NOT NULL CHECK (period IN ('week', 'month', 'year')),
        measure TEXT NOT NULL CHECK (measure IN ('time', 'distance', 'load', 'count')),
        sport TEXT NOT NULL DEFAULT '', wanted INTEGER NOT NULL CHECK (wanted > 0),
        created_at INTEGER NOT NULL) STRICT""",
)

DERIVED = (
    """CREATE TABLE workout_curve (
        metric TEXT NOT NULL, workout TEXT NOT NULL, curve BLOB NOT NULL,
        PRIMARY KEY (metric, workout)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX workout_curve_workout ON workout_curve (workout)",
    f"""CREATE TABLE personal_record (
        sport TEXT NOT NULL, metric TEXT NOT NULL, mark TEXT NOT NULL, workout TEXT NOT NULL,
        start_at INTEGER NOT NULL, day TEXT NOT NULL CHECK (day {DAY}), value INTEGER NOT NULL,
        previous INTEGER, previous_day TEXT, PRIMARY KEY (sport, metric, mark, workout)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX personal_record_workout ON personal_record (workout)",
    "CREATE TABLE stale_workout (workout TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
)

_TOLD = "telemetry, sport, sub_sport, status, start_at, day, duration, distance"
"""What the derived numbers of a workout come from."""


def _stale(workout: str) -> str:
    return f"INSERT INTO stale_workout (workout) VALUES ({workout}) ON CONFLICT DO NOTHING"


TRIGGERS = (
    f"CREATE TRIGGER stale_workout_insert AFTER INSERT ON workout BEGIN {_stale('NEW.id')}; END",
    f"CREATE TRIGGER stale_workout_update AFTER UPDATE OF {_TOLD} ON workout BEGIN {_stale('NEW.id')}; END",
    f"""CREATE TRIGGER stale_workout_delete AFTER DELETE ON workout BEGIN {_stale("OLD.id")};
        DELETE FROM workout_curve WHERE workout = OLD.id; END""",
    """CREATE TRIGGER stale_workout_curve AFTER UPDATE OF telemetry ON workout
        WHEN OLD.telemetry <> NEW.telemetry BEGIN DELETE FROM workout_curve WHERE workout = OLD.id; END""",
    f"CREATE TRIGGER stale_set_insert AFTER INSERT ON exercise_set BEGIN {_stale('NEW.workout')}; END",
    f"CREATE TRIGGER stale_set_update AFTER UPDATE ON exercise_set BEGIN {_stale('NEW.workout')}; END",
    f"CREATE TRIGGER stale_set_delete AFTER DELETE ON exercise_set BEGIN {_stale('OLD.workout')}; END",
)
"""They keep the list of what changed since the derived numbers were made, whoever writes: a sync, an undo, a shell."""

TRAINING = (*TABLES, *DERIVED, *TRIGGERS)
