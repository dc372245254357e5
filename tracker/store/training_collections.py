"""What syncs of training: workouts with their sets, exercises, thresholds, plans. The others are in `collections`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.domain.fixed import BODY_MASS, DISTANCE, EFFORT, ENERGY
from tracker.store import training_models
from tracker.store.collection import Check, Collection, Field, Group, ItemList


def begins_where_it_says(body: Mapping[str, Any]) -> bool:
    """Whether a workout whose recording was edited still begins where that recording does."""
    original = body.get("original")
    begins = original.get("begins") if isinstance(original, Mapping) else None
    return begins is None or begins == body.get("start_at")


TRAINING: tuple[Collection, ...] = (
    Collection(
        "workout", "Workout", "Workouts", training_models.Workout, "title",
        (
            Field("title", "Title"),
            Field("sport", "Sport", "text", "sport"),
            Field("sub_sport", "Kind", "text", "sport"),
            Field(
                "status", "Status", "choice",
                choices=(
                    ("planned", "Planned"), ("active", "Active"), ("paused", "Paused"), ("completed", "Completed"),
                    ("archived", "Archived"), ("deleted", "Deleted"),
                ),
            ),
            Field("start_at", "Start", "instant", "start"),
            Field("zone", "Time zone", "text", "start"),
            Field("day", "Day", "day", "start"),
            Field("duration", "Duration", "duration", "recording"),
            Field("elapsed", "Elapsed", "duration", "recording"),
            Field("moving", "Moving", "duration", "recording"),
            Field("distance", "Distance", "integer", "recording", DISTANCE, "m"),
            Field("ascent", "Ascent", "integer", "recording", DISTANCE, "m"),
            Field("avg_power", "Average power", "integer", "recording", unit="W"),
            Field("max_power", "Maximum power", "integer", "recording", unit="W"),
            Field("weighted_power", "Weighted power", "integer", "recording", unit="W"),
            Field("avg_heart_rate", "Average heart rate", "integer", "recording", unit="bpm"),
            Field("max_heart_rate", "Maximum heart rate", "integer", "recording", unit="bpm"),
            Field("avg_cadence", "Average cadence", "integer", "recording", unit="rpm"),
            Field("energy", "Energy", "integer", "recording", ENERGY, "kcal"),
            Field("laps", "Laps", "json", "recording"),
            Field("telemetry", "Samples", "json", "recording"),
            Field("device", "Device", "text", "recording"),
            Field("file_name", "File", "text", "recording"),
            Field("file_hash", "File", "text", "recording"),
            Field("session", "Session", "integer", "recording"),
            Field("salvaged", "Salvaged", "text", "recording"),
            Field("original", "Original", "json", "recording"),
            Field("effort", "Effort", "integer", scale=EFFORT),
            Field("gear", "Gear"),
            Field("plan", "Plan", "reference"),
            Field("planned", "What was planned", "json"),
            Field("notes", "Notes", "prose"),
        ),
        lists=(
            ItemList(
                "sets", "Sets", "Set", training_models.ExerciseSet, "workout", "name",
                (
                    Field("exercise", "Exercise", "reference", "exercise"),
                    Field("name", "Exercise", "text", "exercise"),
                    Field(
                        "kind", "Kind of set", "choice",
                        choices=(
                            ("warmup", "Warm-up"), ("normal", "Normal"), ("drop", "Drop set"),
                            ("failure", "To failure"),
                        ),
                    ),
                    Field("status", "Done", "choice", choices=(("planned", "Planned"), ("done", "Done"))),
                    Field("weight", "Weight", "integer", "set", BODY_MASS, "kg"),
                    Field("typed", "Weight", "text", "set"),
                    Field("unit", "Unit", "text", "set"),
                    Field("reps", "Repetitions", "integer", "set"),
                    Field("duration", "Duration", "duration", "set"),
                    Field("distance", "Distance", "integer", "set", DISTANCE, "m"),
                    Field("effort", "Effort", "integer", scale=EFFORT),
                    Field("rest", "Rest", "duration"),
                    Field("superset", "Superset"),
                    Field("note", "Note", "prose"),
                ),
            ),
        ),
        groups=(
            Group("sport", "Sport", ("sport",)),
            Group("start", "Start", ("start_at",)),
            Group("recording", "Time and distance", ("duration", "distance", "avg_power")),
            Group("exercise", "Exercise", ("name",)),
            Group("set", "Weight and repetitions", ("weight", "reps", "duration", "distance")),
        ),
        checks=(
            Check(("@start", "@recording"), begins_where_it_says, "The start and the recording belong together."),
        ),
        samples="telemetry", original="original", searchable=True, search_extra=("sport", "notes"),
    ),
    Collection(
        "exercise", "Exercise", "Exercises", training_models.Exercise, "name",
        (
            Field("name", "Name"),
            Field("muscles", "Muscles", "set"),
            Field("secondary", "Muscles that help", "set"),
            Field("equipment", "Equipment"),
            Field(
                "measure", "Counted in", "choice",
                choices=(
                    ("weight", "Weight and repetitions"), ("bodyweight", "Repetitions"), ("duration", "Time"),
                    ("distance", "Distance"),
                ),
            ),
            Field("notes", "Notes", "prose"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        searchable=True, search_extra=("equipment",),
    ),
    Collection(
        "threshold", "Threshold", "Thresholds", training_models.Threshold, "kind",
        (
            Field("kind", "Kind", "text", "what"),
            Field("sport", "Sport", "text", "what"),
            Field("since", "From", "day"),
            Field("value", "Value", "integer", "value"),
            Field("source", "Source", "text", "value"),
            Field("note", "Note", "prose"),
        ),
        groups=(Group("what", "Kind", ("kind", "sport")), Group("value", "Value", ("value",))),
    ),
    Collection(
        "workout_plan", "Workout plan", "Workout plans", training_models.WorkoutPlan, "name",
        (
            Field("name", "Name"),
            Field("kind", "Kind", "choice", choices=(("workout", "Workout"), ("week", "Week"))),
            Field("sport", "Sport", "text", "sport"),
            Field("sub_sport", "Kind", "text", "sport"),
            Field("steps", "Steps", "json", "steps"),
            Field("duration", "Duration", "duration", "steps"),
            Field("load", "Load", "integer", "steps"),
            Field("notes", "Notes", "prose"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        groups=(Group("sport", "Sport", ("sport",)), Group("steps", "Steps", ("steps", "duration"))),
        searchable=True, search_extra=("sport", "notes"),
    ),
    Collection(
        "goal", "Goal", "Goals", training_models.Goal, "measure",
        (
            Field(
                "period", "Every", "choice", "aim",
                choices=(("week", "Week"), ("month", "Month"), ("year", "Year")),
            ),
            Field(
                "measure", "Of", "choice", "aim",
                choices=(("time", "Time"), ("distance", "Distance"), ("load", "Load"), ("count", "Workouts")),
            ),
            Field("sport", "Sport", "text", "aim"),
            Field("wanted", "Amount", "integer", "aim"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        groups=(Group("aim", "Goal", ("measure", "period", "wanted")),),
    ),
)  # fmt: skip
