//! What alarms and dashboard look at is what the functions count.

use std::collections::{BTreeMap, BTreeSet};

use end_to_end::{Company, workspace_root, world};
use sandbox::engine::invocation::Delivery;
use sandbox::template;
use serde_json::{Value, json};

const NAMESPACE: &str = "EucOffboarding";

/// An operation and the name of one of its counts.
type Counts = BTreeSet<(String, String)>;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The one line of a run's log that CloudWatch reads the counts from.
fn metric_line(delivery: &Delivery) -> Value {
    let mut lines = delivery.logs.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.find(|line| line.get("_aws").is_some()).unwrap()
}

/// The counts of every function, from the metric line of one run.
async fn counted(company: &Company) -> Counts {
    let mut counts = Counts::new();
    for function in company.stack().functions.clone() {
        let _ = company.invoke(&function.name, json!({})).await;
        let line = metric_line(&company.deliveries_of(&function.binary).await[0]);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], NAMESPACE);
        assert_eq!(directive["Dimensions"], json!([["Operation"]]));
        let names = directive["Metrics"].as_array().unwrap().iter().map(|metric| text(&metric["Name"]));
        counts.extend(names.map(|name| (text(&line["Operation"]), name)));
    }
    counts
}

fn of_alarm(alarm: &Value, looked_at: &mut Counts) {
    let metrics = alarm["Metrics"].as_array().into_iter().flatten();
    let metrics = metrics.map(|metric| &metric["MetricStat"]["Metric"]).chain([alarm]);
    for metric in metrics.filter(|metric| metric["Namespace"] == NAMESPACE) {
        looked_at.insert((text(&metric["Dimensions"][0]["Value"]), text(&metric["MetricName"])));
    }
}

/// In a dashboard `.` is the value in the same place of the metric before, `...` all but the last.
/// (CloudWatch API reference, "Dashboard body structure and syntax", "Metrics array format".)
fn of_dashboard(body: &str, looked_at: &mut Counts) {
    let body: Value = serde_json::from_str(body).unwrap();
    for widget in body["widgets"].as_array().unwrap() {
        let mut before: Vec<String> = Vec::new();
        for metric in widget["properties"]["metrics"].as_array().into_iter().flatten() {
            let mut parts: Vec<String> =
                metric.as_array().unwrap().iter().filter(|part| part.is_string()).map(text).collect();
            match parts.first().map(String::as_str) {
                None => continue,
                Some("...") => parts = [&before[..before.len() - 1], &parts[1..]].concat(),
                Some(_) => {
                    for (index, part) in parts.iter_mut().enumerate().filter(|(_, part)| *part == ".") {
                        part.clone_from(&before[index]);
                    }
                }
            }
            if let [namespace, name, dimension, operation] = &parts[..]
                && namespace == NAMESPACE
            {
                assert_eq!(dimension, "Operation");
                looked_at.insert((operation.clone(), name.clone()));
            }
            before = parts;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_count_that_is_looked_at_is_counted() {
    let mut looked_at = Counts::new();
    for made in template::resources(&workspace_root().join("template.yaml"), &BTreeMap::new()).unwrap() {
        match made.kind.as_str() {
            "AWS::CloudWatch::Alarm" => of_alarm(&made.properties, &mut looked_at),
            "AWS::CloudWatch::Dashboard" => {
                of_dashboard(made.properties["DashboardBody"].as_str().unwrap(), &mut looked_at);
            }
            _ => {}
        }
    }
    for name in ["Idle", "Unknown"] {
        assert!(looked_at.contains(&("find-idle-directories".to_owned(), name.to_owned())), "{looked_at:?}");
    }
    let company = Company::live(world()).await;
    let counted = counted(&company).await;
    let missing: Vec<_> = looked_at.difference(&counted).collect();
    assert!(missing.is_empty(), "{missing:?}");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_failed_as_a_whole_is_counted_because_lambda_counts_no_error() {
    let company = Company::live(world()).await;
    company.send("DeregisterDeviceQueue", &[json!({"nonsense": true})]).await;
    company.settle().await.unwrap();
    for delivery in company.deliveries_of("deregister-device").await {
        let line = metric_line(&delivery);
        assert_eq!((&line["FailedMessages"], &line["ReturnedMessages"]), (&json!(1), &json!(1)));
    }
    company.close().await;
}
