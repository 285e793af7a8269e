"""The assets, stage by stage. Each body calls one public function of a room and says what came out of it."""
