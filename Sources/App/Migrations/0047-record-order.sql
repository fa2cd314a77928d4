-- Which step of its case a meeting or a notice followed. Days do not tell: two steps of one day look
-- alike, and a server whose date was wrong for a while puts them in another order.
ALTER TABLE appraisal ADD COLUMN case_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE public_notice ADD COLUMN case_seq BIGINT NOT NULL DEFAULT 0;
UPDATE appraisal SET case_seq = COALESCE((
  SELECT MAX(e.seq) FROM case_event e
  WHERE e.county = appraisal.county AND e.case_id = appraisal.case_id
    AND e.taken_at <= appraisal.recorded_at), 0);
UPDATE public_notice SET case_seq = COALESCE((
  SELECT MAX(e.seq) FROM case_event e
  WHERE e.county = public_notice.county AND e.case_id = public_notice.case_id
    AND e.action <> 'withdraw'
    AND e.to_stage = CASE public_notice.purpose WHEN 'removal' THEN 'removalNotice'
      ELSE 'publicNotice' END), 0);
