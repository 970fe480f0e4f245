#include "domain/sql_sets.h"

/* One line per *_store.c file; the gates check that none is missing. */
extern const struct sql_set invitation_sql;
extern const struct sql_set history_import_sql;
extern const struct sql_set verdict_sql;
extern const struct sql_set statistics_front_sql;
extern const struct sql_set assessment_sql, desk_sql, proceeding_sql, tick_sql;
extern const struct sql_set statistics_sql;
extern const struct sql_set statistics_times_sql;
extern const struct sql_set account_sql;
extern const struct sql_set accreditation_sql;
extern const struct sql_set application_list_sql;
extern const struct sql_set application_sql;
extern const struct sql_set attachment_sql;
extern const struct sql_set core_sql;
extern const struct sql_set feedback_sql;
extern const struct sql_set install_sql;
extern const struct sql_set message_sql;
extern const struct sql_set notice_sql;
extern const struct sql_set register_sql;
extern const struct sql_set review_sql;
extern const struct sql_set round_sql;
extern const struct sql_set activity_sql, body_sql, instance_sql,
    recheck_sql;
extern const struct sql_set decision_sql, publication_sql;
extern const struct sql_set diary_sql;
extern const struct sql_set diary_count_sql;
extern const struct sql_set diary_enterprise_sql;
extern const struct sql_set enrolment_sql;
extern const struct sql_set need_sql, handover_sql, publicity_sql;
extern const struct sql_set record_sql;
extern const struct sql_set place_sql, plan_sql;
extern const struct sql_set succession_sql;
extern const struct sql_set plaque_sql, recordation_sql;
extern const struct sql_set rectification_sql, draw_sql, inspection_sql;
extern const struct sql_set subject_sql;
extern const struct sql_set token_sql;

extern const struct sql_set interest_sql, panel_opinion_sql, panel_sql;
extern const struct sql_set complaint_sql, incident_sql;
extern const struct sql_set affiliation_sql, exception_sql, consent_sql;
extern const struct sql_set audit_sql, direct_sql, job_sql;

const struct sql_set *const domain_sql_sets[] = {
    &affiliation_sql,
    &consent_sql,
    &exception_sql,
    &interest_sql,
    &panel_opinion_sql,
    &panel_sql,
    &account_sql,
    &accreditation_sql,
    &application_list_sql,
    &application_sql,
    &attachment_sql,
    &body_sql,
    &decision_sql,
    &publication_sql,
    &instance_sql,
    &recheck_sql,
    &feedback_sql,
    &core_sql,
    &invitation_sql,
    &verdict_sql,
    &statistics_front_sql,
    &activity_sql,
    &diary_count_sql,
    &diary_enterprise_sql,
    &diary_sql,
    &enrolment_sql,
    &need_sql, &handover_sql, &publicity_sql,
    &assessment_sql,
    &desk_sql,
    &proceeding_sql,
    &tick_sql,
    &statistics_sql,
    &statistics_times_sql,
    &install_sql,
    &message_sql,
    &notice_sql,
    &register_sql,
    &review_sql,
    &round_sql,
    &record_sql,
    &place_sql,
    &plan_sql,
    &succession_sql,
    &plaque_sql,
    &recordation_sql,
    &rectification_sql,
    &draw_sql,
    &inspection_sql,
    &subject_sql,
    &token_sql,
    &audit_sql,
    &complaint_sql,
    &incident_sql,
    &direct_sql,
    &job_sql,
    &history_import_sql,
};
const size_t domain_sql_set_count =
    sizeof(domain_sql_sets) / sizeof(domain_sql_sets[0]);
