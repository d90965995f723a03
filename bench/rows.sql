SELECT SUM(o = 0) AS none, SUM(o = 1) AS exception, SUM(o = 2) AS license FROM (
	SELECT CASE
		WHEN marketed = 0 AND tpp < 4800 THEN 0
		WHEN NOT (dest IN ('CN', 'HK', 'MO', 'KH', 'VN', 'KZ', 'SA', 'AE', 'QA') OR seat IN ('CN', 'HK', 'MO')
			OR (seat = 'KH' AND day < 20399)) THEN 0
		WHEN tpp >= 4800 OR (tpp >= 1600 AND nonplanar = 1 AND tpp * 100 >= 592 * die)
			THEN CASE WHEN marketed = 1 THEN 2 ELSE 1 END
		WHEN nonplanar = 1 AND tpp * 100 < 592 * die
			AND ((tpp >= 2400 AND tpp * 10 >= 16 * die) OR (tpp >= 1600 AND tpp * 10 >= 32 * die)) THEN 1
		ELSE 0 END AS o
	FROM rows WHERE known = 1);
