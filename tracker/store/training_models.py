"""The tables of training, as peewee models without a database; the others are in `models`.

Curves, records and the list of what is stale are derived from workouts: they never sync and can always be made again.
"""

from __future__ import annotations

from peewee import BlobField, CompositeKey, IntegerField, Model, TextField


class Workout(Model):
    """Training that is planned, under way or done; samples are in blobs that `telemetry` lists.

    `planned` is what it was to be, where it took the place of a planned workout; `original` is how its recording was
    before it was edited, as `operations.originals` writes it.
    """

    id = TextField(primary_key=True)
    title = TextField()
    sport = TextField()
    sub_sport = TextField(default="")
    status = TextField()
    start_at = IntegerField()
    zone = TextField(null=True)
    day = TextField()
    duration = IntegerField(null=True)
    elapsed = IntegerField(null=True)
    moving = IntegerField(null=True)
    distance = IntegerField(null=True)
    ascent = IntegerField(null=True)
    avg_power = IntegerField(null=True)
    max_power = IntegerField(null=True)
    weighted_power = IntegerField(null=True)
    avg_heart_rate = IntegerField(null=True)
    max_heart_rate = IntegerField(null=True)
    avg_cadence = IntegerField(null=True)
    energy = IntegerField(null=True)
    laps = TextField(default="[]")
    telemetry = TextField(default="[]")
    device = TextField(default="")
    file_name = TextField(default="")
    file_hash = TextField(default="")
    session = IntegerField(default=0)
    salvaged = TextField(default="")
    effort = IntegerField(null=True)
    gear = TextField(default="")
    plan = TextField(null=True)
    planned = TextField(default="{}")
    notes = TextField(default="")
    original = TextField(default="{}")

    class Meta:
        table_name = "workout"


class ExerciseSet(Model):
    """One set of a strength workout: `weight` in g, None for one's own; `effort` is RPE in tenths."""

    id = TextField()
    workout = TextField()
    ord = TextField()
    exercise = TextField(null=True)
    name = TextField()
    kind = TextField(default="normal")
    status = TextField(default="done")
    weight = IntegerField(null=True)
    typed = TextField(default="")
    unit = TextField(default="")
    reps = IntegerField(null=True)
    duration = IntegerField(null=True)
    distance = IntegerField(null=True)
    effort = IntegerField(null=True)
    rest = IntegerField(null=True)
    superset = TextField(default="")
    note = TextField(default="")

    class Meta:
        table_name = "exercise_set"
        primary_key = CompositeKey("workout", "id")


class Exercise(Model):
    """An exercise of the person's own, or their version of one that comes with Tracker (then with its id)."""

    id = TextField(primary_key=True)
    name = TextField()
    muscles = TextField(default="[]")
    secondary = TextField(default="[]")
    equipment = TextField(default="")
    measure = TextField(default="weight")
    notes = TextField(default="")
    created_at = IntegerField()

    class Meta:
        table_name = "exercise"


class Threshold(Model):
    """What the person can do from a day on, such as threshold power, for all sports or one."""

    id = TextField(primary_key=True)
    kind = TextField()
    sport = TextField(default="")
    since = TextField()
    value = IntegerField()
    source = TextField(default="")
    note = TextField(default="")

    class Meta:
        table_name = "threshold"


class WorkoutPlan(Model):
    """A structured workout, or a week's pattern of them; `steps` is what it consists of."""

    id = TextField(primary_key=True)
    name = TextField()
    kind = TextField(default="workout")
    sport = TextField(default="")
    sub_sport = TextField(default="")
    steps = TextField(default="[]")
    duration = IntegerField(null=True)
    load = IntegerField(null=True)
    notes = TextField(default="")
    created_at = IntegerField()

    class Meta:
        table_name = "workout_plan"


class Goal(Model):
    """So much of training in every week, month or year: ms, 0.1 m, load or workouts; of one sport, or of all."""

    id = TextField(primary_key=True)
    period = TextField()
    measure = TextField()
    sport = TextField(default="")
    wanted = IntegerField()
    created_at = IntegerField()

    class Meta:
        table_name = "goal"


class WorkoutCurve(Model):
    """Numbers of a workout that take its samples to compute, as `curves` packs them."""

    metric = TextField()
    workout = TextField()
    curve = BlobField()

    class Meta:
        table_name = "workout_curve"
        primary_key = CompositeKey("metric", "workout")


class PersonalRecord(Model):
    """A best that was set in a workout, and the best before it."""

    sport = TextField()
    metric = TextField()
    mark = TextField()
    workout = TextField()
    start_at = IntegerField()
    day = TextField()
    value = IntegerField()
    previous = IntegerField(null=True)
    previous_day = TextField(null=True)

    class Meta:
        table_name = "personal_record"
        primary_key = CompositeKey("sport", "metric", "mark", "workout")


class StaleWorkout(Model):
    """A workout that changed since the records were computed."""

    workout = TextField(primary_key=True)

    class Meta:
        table_name = "stale_workout"


ALL: tuple[type[Model], ...] = (
    Workout, ExerciseSet, Exercise, Threshold, WorkoutPlan, Goal, WorkoutCurve, PersonalRecord, StaleWorkout,
)  # fmt: skip
