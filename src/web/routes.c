/* The one table: every file of pages and of the API adds its set here. */
#include "web/web.h"

extern const struct route_set application_routes;
extern const struct route_set check_routes, files_routes;
extern const struct route_set mine_routes;
extern const struct route_set progress_routes;
extern const struct route_set submit_routes;
extern const struct route_set invitation_routes;
extern const struct route_set verdict_routes;
extern const struct route_set demo_routes, statistics_routes;
extern const struct route_set api_public_routes, api_write_routes;
extern const struct route_set openapi_routes, token_routes;
extern const struct route_set guide_routes, home_routes, register_routes;
extern const struct route_set notice_desk_routes, notices_routes;
extern const struct route_set gap_routes, handover_routes, zone_routes, zone_desk_routes;
extern const struct route_set again_routes, holders_routes, holding_routes, verify_routes;
extern const struct route_set review_routes;
extern const struct route_set assessments_routes, case_routes;
extern const struct route_set desk_messages_routes, desk_routes;
extern const struct route_set activities_routes, needs_routes,
    records_routes, registers_routes, reports_routes, duties_routes,
    staff_routes;
extern const struct route_set case_act_routes, change_routes,
    complaint_routes, complaint_desk_routes, incident_routes;
extern const struct route_set confirm_routes, diary_form_routes,
    diary_routes;
extern const struct route_set proceedings_routes;
extern const struct route_set letter_routes, misc_routes, sign_in_routes;

extern const struct route_set claim_routes, direct_new_routes, direct_routes,
    job_routes;
extern const struct route_set account_routes, second_factor_routes,
    user_routes;
extern const struct route_set consents_routes, towns_routes;
extern const struct route_set exception_routes;
extern const struct route_set disqualify_routes, interest_routes,
    recheck_routes, panel_lead_routes, panel_routes, panels_routes, version_routes;
extern const struct route_set bodies_routes, body_file_routes,
    body_routes, recommender_routes;
extern const struct route_set calendar_routes, round_routes;
extern const struct route_set decisions_routes, publications_routes,
    quota_routes;
extern const struct route_set audit_routes, pack_routes;
extern const struct route_set history_import_routes;
extern const struct route_set history_routes, roster_routes, plaque_routes,
    recordation_routes;
extern const struct route_set plaque_routes, recordation_routes;
extern const struct route_set coverage_routes, research_routes;
extern const struct route_set plan_book_routes, plan_desk_routes, plan_routes,
    plan_study_routes, plan_unit_routes;
extern const struct route_set succession_routes;
extern const struct route_set draw_desk_routes, draw_routes,
    inspection_routes, rectification_routes;

const struct route_set *const route_sets[] = {
    &claim_routes,
    &direct_new_routes,
    &direct_routes,
    &job_routes,
    &account_routes,
    &second_factor_routes,
    &user_routes,
    &bodies_routes,
    &body_file_routes,
    &body_routes,
    &panel_routes,
    &panel_lead_routes,
    &recheck_routes,
    &interest_routes,
    &version_routes,
    &disqualify_routes,
    &consents_routes,
    &towns_routes,
    &exception_routes,
    &panels_routes,
    &recommender_routes,
    &calendar_routes,
    &round_routes,
    &decisions_routes,
    &quota_routes,
    &publications_routes,
    &audit_routes,
    &pack_routes,
    &history_routes,
    &roster_routes,
    &history_import_routes,
    &plan_routes,
    &plan_desk_routes,
    &plan_unit_routes,
    &plan_book_routes,
    &plan_study_routes,
    &succession_routes,
    &plaque_routes,
    &recordation_routes,
    &coverage_routes,
    &research_routes,
    &draw_desk_routes,
    &draw_routes,
    &inspection_routes,
    &rectification_routes,
    &application_routes,
    &check_routes,
    &files_routes,
    &letter_routes,
    &mine_routes,
    &progress_routes,
    &submit_routes,
    &invitation_routes,
    &verdict_routes,
    &demo_routes,
    &statistics_routes,
    &api_public_routes,
    &api_write_routes,
    &openapi_routes,
    &token_routes,
    &guide_routes,
    &home_routes,
    &register_routes,
    &notice_desk_routes,
    &notices_routes,
    &holders_routes,
    &holding_routes, &again_routes, &handover_routes, &gap_routes, &zone_routes,
    &zone_desk_routes,
    &verify_routes,
    &review_routes,
    &desk_messages_routes,
    &desk_routes,
    &activities_routes,
    &needs_routes,
    &records_routes, &registers_routes,
    &reports_routes,
    &duties_routes,
    &staff_routes,
    &confirm_routes,
    &diary_form_routes,
    &diary_routes,
    &case_routes,
    &proceedings_routes,
    &case_act_routes,
    &change_routes,
    &complaint_routes,
    &complaint_desk_routes,
    &incident_routes,
    &assessments_routes,
    &misc_routes,
    &sign_in_routes,
};
const size_t route_set_count = sizeof(route_sets) / sizeof(route_sets[0]);
